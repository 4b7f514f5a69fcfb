package dev.websocketexporter.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * Probes beside connections that are held, each of which receives a message a second: are their phases as exact, and their event
 * loops as punctual, as without? What the machine adds, rather than the exporter, shows where another program holds as many.
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
        double perSecond;
        try (Laboratory laboratory = Laboratory.open(yard.directory().resolve("beside"))) {
            String modules = Files.readString(ThisExporter.configuration(laboratory));
            try (Subject exporter = yard.exporter("exporter-alone", modules)) {
                probe(laboratory, exporter, ALONE);
            }
            WatchPlan plan = WatchPlan.of(scale.beside(), WatchPlan.NUMBERS_AND_TIMES);
            probeBesideAnother(laboratory, modules, plan);
            perSecond = probeBesideOwn(laboratory, modules, plan);
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

    /** The same work on the same machine, but by another process. */
    private void probeBesideAnother(Laboratory laboratory, String modules, WatchPlan plan) throws IOException {
        try (LoadServer server = LoadServer.start(yard, "load-for-hold");
                GoHolder holder = GoHolder.parsing(yard, plan, server);
                Subject exporter = yard.exporter("exporter-beside-hold", modules)) {
            server.awaitOpen(scale.beside().connections(), OPENED_WITHIN);
            server.feed(scale.beside().connections(), 1);
            probe(laboratory, exporter, beside(" of gorilla/websocket"));
            server.endFeed();
            requireAll(() -> holder.state().of("messages"), server);
        }
    }

    /** @return messages received in a second */
    private double probeBesideOwn(Laboratory laboratory, String modules, WatchPlan plan) throws IOException {
        try (LoadServer server = LoadServer.start(yard, "load-for-exporter");
                Subject exporter = yard.exporter("exporter", yard.configuration(modules, plan, server))) {
            server.awaitOpen(scale.beside().connections(), OPENED_WITHIN);
            server.feed(scale.beside().connections(), 1);
            double before = received(exporter);
            long began = System.nanoTime();
            probe(laboratory, exporter, beside(" of its own"));
            double perSecond = (received(exporter) - before) * NANOS_PER_SECOND / (System.nanoTime() - began);
            server.endFeed();
            requireAll(() -> received(exporter), server);
            return perSecond;
        }
    }

    private String beside(String whose) {
        return String.format(
                Locale.ROOT, "beside %,d connections%s", scale.beside().connections(), whose);
    }

    /** One line for each thing that must not have been. */
    List<String> broken() {
        return broken;
    }

    private static double received(Subject exporter) {
        return WatchMetrics.of(exporter.port()).sum(RECEIVED);
    }

    /** What the server sent is what was received, at the rate that it was told. */
    private void requireAll(DoubleSupplier received, LoadServer server) {
        server.awaitReceived(received, DRAINED_WITHIN);
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
