package dev.websocketexporter.testkit;

import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.watch.HistogramFigures;
import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.TargetFigures.Broadcasts;
import dev.websocketexporter.probe.watch.TargetFigures.Connection;
import dev.websocketexporter.probe.watch.TargetFigures.Disconnect;
import dev.websocketexporter.probe.watch.TargetFigures.Feed;
import dev.websocketexporter.probe.watch.TargetFigures.LastEnd;
import dev.websocketexporter.probe.watch.TargetFigures.Sequence;
import dev.websocketexporter.probe.watch.TargetFigures.State;
import dev.websocketexporter.probe.watch.TargetFigures.Traffic;
import dev.websocketexporter.probe.watch.WatchSettings;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import dev.websocketexporter.probe.watch.WatchSettings.Pings;
import dev.websocketexporter.probe.watch.WatchSettings.Reconnect;
import dev.websocketexporter.probe.watch.WatchedTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Figures of held connections, made by hand. */
public final class SampleFigures {
    /** The time of all of them. */
    public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static final Duration NONE = Duration.ZERO;
    private static final HistogramFigures EMPTY = histogram(List.of(0.5, 1.0));

    private SampleFigures() {}

    /** A healthy feed with a subscription, and everything that can be asked for. */
    public static TargetFigures feed() {
        return feed(123);
    }

    /**
     * The same after some messages.
     *
     * @param received how many have come, three of them binary
     */
    public static TargetFigures feed(long received) {
        WatchedTarget watched = new WatchedTarget(
                settings("feed", 3, new Pings(Duration.ofSeconds(30), Duration.ofSeconds(10), 2)),
                target("wss://feed.example.com/v1?token=hush"),
                Map.of("env", "a \"b\\c\"\nd"));
        return new TargetFigures(
                watched,
                3,
                5,
                2,
                histogram(List.of(1.0, 60.0, 3600.0), 0.4, 59.0, 86_400.0),
                new Traffic(7, 1, histogram(List.of(64.0, 1024.0), 20, 20, 20, 20, 20, 20, 20, 100)),
                new Traffic(
                        received - 3,
                        3,
                        new HistogramFigures(List.of(64.0, 1024.0), List.of(received - 23, 22L, 1L), 21_000)),
                histogram(List.of(0.001, 0.01), 0.0005, 0.002),
                4,
                Map.of("closed_by_peer", 1L, "unexpected_status", 2L, "pong_missed", 1L),
                Map.of(
                        new Disconnect("closed_by_peer", "1001"), 1L,
                        new Disconnect("pong_missed", ""), 1L,
                        new Disconnect("max_lifetime", "1000"), 1L),
                histogram(List.of(1.0, 10.0), 3.5),
                new Feed(
                        NOW.minusMillis(1500),
                        false,
                        histogram(List.of(0.1, 1.0), 0.05, 0.5, 0.5),
                        new Sequence(2, 5, 1, 4711L),
                        histogram(List.of(0.0, 0.1), -0.02, 0.05)),
                new Broadcasts(10, 2, 1, histogram(List.of(0.1, 1.0), 0.05), histogram(List.of(1.0, 10.0), 2, 2)),
                List.of(
                        open(0, Duration.ofHours(3), null),
                        open(1, Duration.ofMinutes(20), dropped(Duration.ofMinutes(21), "closed_by_peer", "1001")),
                        open(
                                2,
                                Duration.ofSeconds(90),
                                new LastEnd(ago(95), "max_lifetime", "1000", "its time was up"))));
    }

    /** One connection, without pings and without anything that can be left out, that has never been open. */
    public static TargetFigures refused() {
        return of(
                "chat",
                "ws://chat.example.com/",
                List.of(new Connection(
                        0, State.WAITING, 0, ago(2), 0, dropped(Duration.ofSeconds(2), "connection_refused", ""))));
    }

    /** Nothing has been counted, and nothing can be left out. */
    public static TargetFigures of(String watch, String url, List<Connection> connections) {
        return of(
                new WatchedTarget(
                        settings(watch, connections.size(), new Pings(NONE, Duration.ofSeconds(10), 2)),
                        target(url),
                        Map.of()),
                connections,
                0,
                null);
    }

    /**
     * With these connections.
     *
     * @param received how many text messages came
     * @param stale absent: that is no matter
     */
    public static TargetFigures of(
            WatchedTarget watched, List<Connection> connections, long received, @Nullable Boolean stale) {
        long open = connections.stream()
                .filter(connection -> connection.state() == State.OPEN)
                .count();
        return new TargetFigures(
                watched,
                (int) open,
                open,
                0,
                EMPTY,
                new Traffic(0, 0, EMPTY),
                new Traffic(received, 0, EMPTY),
                EMPTY,
                0,
                Map.of(),
                Map.of(),
                EMPTY,
                new Feed(null, stale, EMPTY, null, null),
                null,
                connections);
    }

    /** Healthy, and open for so long. */
    public static Connection open(int number, Duration age, @Nullable LastEnd lastEnd) {
        return new Connection(number, State.OPEN, 1, NOW.minus(age), 0, lastEnd);
    }

    /** An end that nobody wanted. */
    public static LastEnd dropped(Duration ago, String cause, String code) {
        return new LastEnd(NOW.minus(ago), cause, code, "the words for " + cause);
    }

    /** So many connections that are open. */
    public static List<Connection> open(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> open(number, Duration.ofMinutes(1), null))
                .toList();
    }

    /** The settings of a watch with the module {@code chat}. */
    public static WatchSettings settings(String name, int connections, Pings pings) {
        return new WatchSettings(
                name,
                "chat",
                ProbeModule.withDefaults("chat"),
                connections,
                pings,
                new Reconnect(Duration.ofSeconds(1), Duration.ofMinutes(1)),
                NONE,
                Messages.ANY,
                null,
                null);
    }

    public static Target target(String url) {
        try {
            return Target.parse(url);
        } catch (InvalidTargetException e) {
            throw new IllegalArgumentException(url, e);
        }
    }

    /** A histogram of these values. */
    public static HistogramFigures histogram(List<Double> bounds, double... values) {
        List<Long> counts = new ArrayList<>(Collections.nCopies(bounds.size() + 1, 0L));
        double sum = 0;
        for (double value : values) {
            int bucket = (int) bounds.stream().filter(bound -> bound < value).count();
            counts.set(bucket, counts.get(bucket) + 1);
            sum += value;
        }
        return new HistogramFigures(bounds, counts, sum);
    }

    private static Instant ago(int seconds) {
        return NOW.minusSeconds(seconds);
    }
}
