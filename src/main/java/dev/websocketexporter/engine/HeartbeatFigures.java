package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Heartbeat;
import dev.websocketexporter.probe.HeartbeatReport;
import dev.websocketexporter.probe.HeartbeatReport.Health;
import dev.websocketexporter.probe.HeartbeatReport.RoundTrips;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import org.jspecify.annotations.Nullable;

/** The figures of a heartbeat under way. */
final class HeartbeatFigures {
    private final Heartbeat plan;
    private final List<Long> roundTripNanos = new ArrayList<>();
    private int pings;
    private int missed;

    HeartbeatFigures(Heartbeat plan) {
        this.plan = plan;
    }

    /** One more ping; its number, from 1. */
    int sent() {
        return ++pings;
    }

    void answered(Duration roundTrip) {
        roundTripNanos.add(roundTrip.toNanos());
    }

    void missed() {
        missed++;
    }

    int pings() {
        return pings;
    }

    int missedPongs() {
        return missed;
    }

    boolean tooManyMissed() {
        return missed > plan.maxMissed();
    }

    /** As it stands; a heartbeat that has not come to its end is unhealthy. */
    HeartbeatReport report() {
        return new HeartbeatReport(pings, roundTripNanos.size(), roundTrips(), health());
    }

    private Health health() {
        boolean complete = pings == plan.pings() && roundTripNanos.size() + missed == pings;
        if (!complete || tooManyMissed()) {
            return Health.UNHEALTHY;
        }
        return missed == 0 ? Health.HEALTHY : Health.DEGRADED;
    }

    private @Nullable RoundTrips roundTrips() {
        if (roundTripNanos.isEmpty()) {
            return null;
        }
        LongSummaryStatistics summary =
                roundTripNanos.stream().mapToLong(Long::longValue).summaryStatistics();
        double mean = summary.getAverage();
        double variance = roundTripNanos.stream()
                .mapToDouble(nanos -> (nanos - mean) * (nanos - mean))
                .average()
                .orElseThrow();
        return new RoundTrips(
                Duration.ofNanos(summary.getMin()),
                Duration.ofNanos(Math.round(mean)),
                Duration.ofNanos(summary.getMax()),
                Duration.ofNanos(Math.round(Math.sqrt(variance))));
    }
}
