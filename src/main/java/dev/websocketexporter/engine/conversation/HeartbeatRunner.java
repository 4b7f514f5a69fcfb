package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.module.Conversation.Heartbeat.Accept;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport.Health;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport.RoundTrips;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Sends the pings of a heartbeat, each after the outcome of the one before it. */
final class HeartbeatRunner implements PingExchange.Listener {
    private final ConversationRun run;
    private final PingExchange exchange;
    private final Heartbeat plan;
    private final LongConsumer then;
    private final HeartbeatFigures figures;
    private long sentAt;

    /** @param then is called with the tick at which the heartbeat was over */
    HeartbeatRunner(ConversationRun run, PingExchange exchange, Heartbeat plan, LongConsumer then) {
        this.run = run;
        this.exchange = exchange;
        this.plan = plan;
        this.then = then;
        this.figures = new HeartbeatFigures(plan);
    }

    void begin() {
        run.record().heartbeatBegan(figures::report);
        ping();
    }

    private void ping() {
        int number = figures.sent();
        sentAt = exchange.ping("ping " + number + " of " + plan.pings(), patience(number), this);
    }

    /** A ping that need not be answered does not keep the next one waiting. */
    private Duration patience(int number) {
        boolean waits = plan.accept() != Accept.NONE || number == plan.pings();
        return waits || plan.timeout().compareTo(plan.interval()) < 0
                ? exchange.patience(plan.timeout())
                : plan.interval();
    }

    @Override
    public void answered(long readAt, Duration roundTrip) {
        figures.answered(roundTrip);
        goOn(readAt);
    }

    @Override
    public void missed(String instead) {
        long now = run.context().ticker().read();
        figures.missed();
        if (figures.tooManyMissed()) {
            String detail = "no pong to ping " + figures.pings() + " of " + plan.pings() + " within "
                    + Text.of(plan.timeout()) + instead + "; missed: " + figures.missedPongs()
                    + " (expected: at most "
                    + plan.maxMissed() + ")";
            run.fail(new ProbeFailedException(Phase.CONVERSATION, Reason.PONG_MISSED, detail), now);
        } else {
            goOn(now);
        }
    }

    private void goOn(long tick) {
        if (figures.pings() == plan.pings()) {
            then.accept(tick);
            return;
        }
        Duration rest = plan.interval().minusNanos(run.context().ticker().read() - sentAt);
        if (rest.isNegative() || rest.isZero()) {
            run.go(this::ping);
        } else {
            run.waitFor(() -> "the time of ping " + (figures.pings() + 1) + " of " + plan.pings());
            run.after(rest, this::ping);
        }
    }

    /** The figures of a heartbeat under way. */
    static final class HeartbeatFigures {
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
            return plan.accept() != Accept.NONE && missed > plan.maxMissed();
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
            return missed == 0 || plan.accept() == Accept.NONE ? Health.HEALTHY : Health.DEGRADED;
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
}
