package dev.websocketexporter.render;

import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.watch.HoldListener;
import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.TargetFigures.Broadcasts;
import dev.websocketexporter.probe.watch.TargetFigures.Connection;
import dev.websocketexporter.probe.watch.TargetFigures.Disconnect;
import dev.websocketexporter.probe.watch.TargetFigures.Feed;
import dev.websocketexporter.probe.watch.TargetFigures.Sequence;
import dev.websocketexporter.probe.watch.TargetFigures.Traffic;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The figures of held connections as Prometheus reads them. There can be hundreds of thousands of series, so that the text
 * goes to its reader while it is written and is never in memory as a whole.
 */
public final class WatchExposition {
    private static final String SENT = "sent";
    private static final String RECEIVED = "received";

    /**
     * How an open connection is lost. These are there from the beginning: Prometheus does not see the step of a counter that
     * begins with 1, and this drop may be the only one.
     */
    private static final List<Reason> DROPS =
            List.of(Reason.CLOSED_BY_PEER, Reason.CONNECTION_CLOSED, Reason.CONNECTION_RESET, Reason.PONG_MISSED);

    private static final Comparator<Disconnect> BY_CAUSE =
            Comparator.comparing(Disconnect::cause).thenComparing(Disconnect::code);

    private WatchExposition() {}

    /** Writes the metrics of all targets; the stream stays open. */
    public static void write(List<TargetFigures> targets, ExpositionFormat format, OutputStream stream)
            throws IOException {
        WatchSamples samples = new WatchSamples(format, stream);
        List<byte[]> labels = targets.stream().map(WatchSamples::labelsOf).toList();
        for (WatchMetric metric : WatchMetric.values()) {
            for (int i = 0; i < targets.size(); i++) {
                samples.begin(metric, labels.get(i));
                add(samples, metric, targets.get(i));
            }
        }
        samples.end();
    }

    private static void add(WatchSamples samples, WatchMetric metric, TargetFigures target) throws IOException {
        switch (metric) {
            case CONNECTIONS_ACTIVE -> samples.add(target.active());
            case CONNECTIONS -> {
                samples.add(target.opened(), "success");
                samples.add(target.failed(), "failed");
            }
            case CONNECTION_DURATION -> samples.add(target.durations());
            case DISCONNECTS -> addDisconnects(samples, target.disconnects());
            case OUTAGE_DURATION -> samples.add(target.outages());
            case ERRORS -> addErrors(samples, target.errors());
            case MESSAGES, MESSAGE_BYTES, MESSAGE_SIZE -> {
                addTraffic(samples, metric, SENT, target.sent());
                addTraffic(samples, metric, RECEIVED, target.received());
            }
            case LAST_MESSAGE, MESSAGE_INTERVAL, STALE, MESSAGE_LAG -> addFeed(samples, metric, target.feed());
            case SEQUENCE_GAPS, SEQUENCE_MISSING, SEQUENCE_REORDERED, SEQUENCE_LAST -> {
                if (target.feed().gaps() != null) {
                    addSequence(samples, metric, target.feed().gaps());
                }
            }
            case PING_LATENCY, HEARTBEAT_TIMEOUTS -> addPings(samples, metric, target);
            case HEALTH_STATUS, BUFFER_UTILIZATION -> addConnections(samples, metric, target.connections());
            case BROADCASTS, BROADCAST_DURATION, BROADCAST_RECIPIENTS -> {
                if (target.broadcasts() != null) {
                    addBroadcasts(samples, metric, target.broadcasts());
                }
            }
        }
    }

    private static void addDisconnects(WatchSamples samples, Map<Disconnect, Long> disconnects) throws IOException {
        Map<Disconnect, Long> sorted = new TreeMap<>(BY_CAUSE);
        sorted.putAll(disconnects);
        for (Map.Entry<Disconnect, Long> one : sorted.entrySet()) {
            samples.add(one.getValue(), one.getKey().cause(), one.getKey().code());
        }
    }

    private static void addErrors(WatchSamples samples, Map<String, Long> errors) throws IOException {
        Map<String, Long> sorted = new TreeMap<>(errors);
        DROPS.forEach(reason -> sorted.putIfAbsent(reason.label(), 0L));
        for (Map.Entry<String, Long> one : sorted.entrySet()) {
            samples.add(one.getValue(), one.getKey());
        }
    }

    private static void addTraffic(WatchSamples samples, WatchMetric metric, String direction, Traffic traffic)
            throws IOException {
        switch (metric) {
            case MESSAGES -> {
                for (HoldListener.Type type : HoldListener.Type.values()) {
                    samples.add(traffic.of(type), direction, type.name().toLowerCase(Locale.ROOT));
                }
            }
            case MESSAGE_BYTES -> samples.add(traffic.sizes().sum(), direction);
            default -> samples.add(traffic.sizes(), direction);
        }
    }

    private static void addFeed(WatchSamples samples, WatchMetric metric, Feed feed) throws IOException {
        Instant last = feed.last();
        if (metric == WatchMetric.MESSAGE_INTERVAL) {
            samples.add(feed.intervals());
        } else if (metric == WatchMetric.LAST_MESSAGE && last != null) {
            samples.add(ProbeSamples.seconds(last.getEpochSecond(), last.getNano()));
        } else if (metric == WatchMetric.STALE && feed.stale() != null) {
            samples.add(feed.stale() ? 1 : 0);
        } else if (metric == WatchMetric.MESSAGE_LAG && feed.lags() != null) {
            samples.add(feed.lags());
        }
    }

    private static void addSequence(WatchSamples samples, WatchMetric metric, Sequence sequence) throws IOException {
        switch (metric) {
            case SEQUENCE_GAPS -> samples.add(sequence.gaps());
            case SEQUENCE_MISSING -> samples.add(sequence.missing());
            case SEQUENCE_REORDERED -> samples.add(sequence.reordered());
            default -> {
                if (sequence.last() != null) {
                    samples.add(sequence.last());
                }
            }
        }
    }

    /** Without pings nothing was measured. */
    private static void addPings(WatchSamples samples, WatchMetric metric, TargetFigures target) throws IOException {
        if (!target.watched().settings().heartbeat().happens()) {
            return;
        }
        if (metric == WatchMetric.PING_LATENCY) {
            samples.add(target.pings());
        } else {
            samples.add(target.pongsMissed());
        }
    }

    private static void addConnections(WatchSamples samples, WatchMetric metric, List<Connection> connections)
            throws IOException {
        for (Connection connection : connections) {
            double value = metric == WatchMetric.HEALTH_STATUS ? connection.health() : connection.unwrittenBytes();
            samples.add(value, Integer.toString(connection.number()));
        }
    }

    private static void addBroadcasts(WatchSamples samples, WatchMetric metric, Broadcasts broadcasts)
            throws IOException {
        switch (metric) {
            case BROADCASTS -> {
                samples.add(broadcasts.success(), "success");
                samples.add(broadcasts.partial(), "partial");
                samples.add(broadcasts.failed(), "failed");
            }
            case BROADCAST_DURATION -> samples.add(broadcasts.durations());
            default -> samples.add(broadcasts.recipients());
        }
    }
}
