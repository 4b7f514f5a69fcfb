package dev.websocketexporter.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Probes beside connections that are held, each of which receives a message a second: are their phases as exact, and their event
 * loops as punctual, as without?
 */
final class WatchBeside {
    private static final int PROBES_PER_SECOND = 50;
    private static final Duration OPENED_WITHIN = Duration.ofMinutes(5);
    private static final Duration DRAINED_WITHIN = Duration.ofSeconds(10);
    private static final String ALONE = "alone";
    private static final double MOST_LAG_MILLIS = 10;
    private static final double NANOS_PER_SECOND = 1e9;
    /** Of {@code /watch}. */
    static final String RECEIVED = "websocket_messages_total\\{.*direction=\"received\".*\\}";

    private final WatchYard yard;
    private final WatchScale scale;
    private final Table exactness = Exactness.table();
    private final Table lags = new Table("probes", "event loops late by at most, p50", "p99", "probes failed");
    private final StringBuilder verdicts = new StringBuilder();
    private final Goals goals = new Goals();
    private final List<String> broken = new ArrayList<>();

    WatchBeside(WatchYard yard, WatchScale scale) {
        this.yard = yard;
        this.scale = scale;
    }

    String play() throws IOException {
        int held = scale.beside().connections();
        String beside = String.format(Locale.ROOT, "beside %,d connections", held);
        double perSecond;
        try (Laboratory laboratory = Laboratory.open(yard.directory().resolve("beside"));
                LoadServer server = LoadServer.start(yard, "load-for-exporter")) {
            String modules = Files.readString(ThisExporter.configuration(laboratory));
            try (Subject exporter = yard.exporter("exporter-alone", modules)) {
                probe(laboratory, exporter, ALONE);
            }
            WatchPlan plan = WatchPlan.of(scale.beside(), WatchPlan.NUMBERS_AND_TIMES);
            try (Subject exporter = yard.exporter("exporter", yard.configuration(modules, plan, server))) {
                server.awaitOpen(held, OPENED_WITHIN);
                server.feed(held, 1);
                double before = received(exporter);
                long began = System.nanoTime();
                probe(laboratory, exporter, beside);
                perSecond = (received(exporter) - before) * NANOS_PER_SECOND / (System.nanoTime() - began);
                server.endFeed();
                requireAll(exporter, server);
            }
        }
        return exactness.text() + "\n" + lags.text() + "\n"
                + String.format(
                        Locale.ROOT,
                        "Times of the first table are in µs.%n%d probes a second, half of them with TLS, for %d s;"
                                + " meanwhile the exporter received %,.0f messages a second in all, none of which is"
                                + " missing.%n",
                        PROBES_PER_SECOND,
                        scale.besideRound().toSeconds(),
                        perSecond)
                + goals.text()
                + verdicts;
    }

    /** One line for each thing that must not have been. */
    List<String> broken() {
        return broken;
    }

    private static double received(Subject exporter) {
        return WatchMetrics.of(exporter.port()).sum(RECEIVED);
    }

    /** What the server sent is what was received, at the rate that it was told. */
    private void requireAll(Subject exporter, LoadServer server) {
        server.awaitReceived(() -> received(exporter), DRAINED_WITHIN);
        long skipped = server.state().of("skipped");
        if (skipped > 0) {
            broken.add(skipped + " messages were not sent in time (expected: none; a machine with less to do)");
        }
    }

    private void probe(Laboratory laboratory, Subject exporter, String title) throws IOException {
        List<String> paths = List.of(
                ThisExporter.path(laboratory, Scheme.WS, "_ping"),
                ThisExporter.path(laboratory, Scheme.ECDSA, "_ping"));
        laboratory.load(LoadPlan.open(exporter.port(), paths, PROBES_PER_SECOND, scale.warmUp()));
        LagHistogram before = LagHistogram.of(exporter.port());
        CapturedLoad captured = CapturedLoad.play(
                laboratory,
                exporter,
                LoadPlan.open(exporter.port(), paths, PROBES_PER_SECOND, scale.besideRound()),
                WirePhase::sample);
        LagHistogram lag = LagHistogram.of(exporter.port()).since(before);
        captured.exactness().addTo(exactness, title);
        long failed = captured.result().failed();
        lags.row(List.of(title, lag.quantile(0.5), lag.quantile(0.99), String.valueOf(failed)));
        goals.atMost(MOST_LAG_MILLIS, "Event loops late, p99, probes " + title, lag.millis(0.99), 1, " ms");
        if (failed > 0) {
            broken.add(failed + " probes " + title + " failed (expected: none)");
        }
        verdicts.append("- ")
                .append(title)
                .append(": ")
                .append(captured.exactness().verdict())
                .append('\n');
    }
}
