package dev.websocketexporter.bench;

import dev.websocketexporter.bench.LoadServer.End;
import dev.websocketexporter.bench.WatchScale.Crowd;
import dev.websocketexporter.bench.WatchScale.Refusal;
import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Connections that are dropped all at once, and servers that refuse: how fast, and how often, they are asked again. */
final class WatchDrop {
    private static final int MOST_PER_SECOND = 50;
    private static final Duration OPENED_WITHIN = Duration.ofMinutes(3);

    private final WatchYard yard;
    private final WatchScale scale;
    private final Goals goals = new Goals();

    WatchDrop(WatchYard yard, WatchScale scale) {
        this.yard = yard;
        this.scale = scale;
    }

    @SuppressWarnings("try") // the exporter runs as long as it is open
    String play() throws IOException {
        Table table = new Table(
                "dropped at once by", "connections", "came back within (s)", "attempts", "most attempts in any second");
        try (LoadServer server = LoadServer.start(yard, "load-for-exporter");
                Subject unused = yard.exporter(plan(scale.dropped(), 1, 60), server)) {
            server.awaitOpen(scale.dropped(), OPENED_WITHIN);
            for (End end : List.of(End.CLOSE, End.FIN, End.RST)) {
                table.row(drop(server, end));
            }
        }
        String refused = refused();
        return table.text() + "\n" + refused + goals.text();
    }

    private static WatchPlan plan(int connections, int minDelay, int maxDelay) {
        return WatchPlan.of(
                new Crowd(Scheme.WS, connections),
                "reconnect: {min_delay: " + minDelay + "s, max_delay: " + maxDelay + "s}");
    }

    private List<String> drop(LoadServer server, End end) {
        long opened = server.state().of("opened");
        Attempts unused = server.attempts();
        long dropped = server.drop(end, scale.dropped());
        if (dropped != scale.dropped()) {
            throw new IllegalStateException(dropped + " were dropped (expected: " + scale.dropped() + ")");
        }
        awaitOpened(server, opened + dropped);
        Attempts attempts = server.attempts();
        goals.atMost(
                MOST_PER_SECOND,
                "Attempts in the busiest second after " + title(end),
                attempts.inTheBusiestSecond(),
                0,
                "");
        return List.of(
                title(end),
                String.format(Locale.ROOT, "%,d", dropped),
                String.format(Locale.ROOT, "%.1f", attempts.spanSeconds()),
                String.format(Locale.ROOT, "%,d", attempts.count()),
                String.valueOf(attempts.inTheBusiestSecond()));
    }

    /** Those that have gone may be counted as open for a moment. */
    private void awaitOpened(LoadServer server, long opened) {
        Conditions.await(
                OPENED_WITHIN,
                () -> server.state().of("opened") >= opened && server.open() == scale.dropped(),
                () -> server.state() + " (expected: " + opened + " opened)");
    }

    private static String title(End end) {
        return switch (end) {
            case CLOSE -> "a Close frame";
            case FIN -> "FIN without Close";
            case RST -> "RST";
            default -> end.word();
        };
    }

    @SuppressWarnings("try") // the exporter runs as long as it is open
    private String refused() throws IOException {
        Refusal refusal = scale.refusal();
        try (LoadServer server = LoadServer.start(yard, "load-for-exporter")) {
            server.refuse(true);
            try (Subject unused =
                    yard.exporter(plan(refusal.connections(), refusal.minDelay(), refusal.maxDelay()), server)) {
                Elapsed.await(Duration.ofSeconds(refusal.growing()));
                Attempts growing = server.attempts();
                Elapsed.await(Duration.ofSeconds(refusal.measured()));
                return refused(refusal, growing, server.attempts());
            }
        }
    }

    private String refused(Refusal refusal, Attempts growing, Attempts measured) {
        double windows = (double) refusal.measured() / refusal.maxDelay();
        double each = measured.count() / (windows * refusal.connections());
        goals.atMost(1, "Attempts of a connection in each longest delay, while the server refuses", each, 2, "");
        return String.format(
                Locale.ROOT,
                "A server that refuses %,d connections with `min_delay: %ds` and `max_delay: %ds` was asked %,d times in"
                        + " the first %d s, and %,d times in the %d s after them, at most %d times in any second.%n",
                refusal.connections(),
                refusal.minDelay(),
                refusal.maxDelay(),
                growing.count(),
                refusal.growing(),
                measured.count(),
                refusal.measured(),
                measured.inTheBusiestSecond());
    }
}
