package dev.websocketexporter.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Compares the phases that exporters report with the packets of the same connections, under constant rates: half of the
 * probes of targets without TLS, half with; this exporter's with one ping each. A round that lost packets is played again.
 */
final class Accuracy {
    private static final String OURS = "websocket_exporter";
    private static final Path PAGE = Path.of("docs", "performance.md");

    private final Laboratory laboratory;
    private final AccuracyLoad load;
    private final Table table = Exactness.table();
    private final StringBuilder notes = new StringBuilder();

    private Accuracy(Laboratory laboratory, AccuracyLoad load) {
        this.laboratory = laboratory;
        this.load = load;
    }

    public static void main(String[] arguments) throws IOException {
        try (Laboratory laboratory = Laboratory.open(Path.of("target", "bench", "accuracy"))) {
            for (AccuracyLoad load : AccuracyLoad.of(arguments)) {
                String report = new Accuracy(laboratory, load).report();
                System.out.println(report);
                if (Set.of(arguments).contains("--write")) {
                    new Document(PAGE).write(load.table(), report);
                    System.out.println("written: " + PAGE);
                }
            }
        }
        System.exit(0);
    }

    private String report() throws IOException {
        String machineLoad = ProcessFigures.loadAverage();
        try (Subject exporter = ThisExporter.start(laboratory, "exporter", ThisExporter.imageCommand())) {
            List<String> paths = List.of(
                    ThisExporter.path(laboratory, Scheme.WS, "_ping"),
                    ThisExporter.path(laboratory, Scheme.ECDSA, "_ping"));
            LagHistogram before = LagHistogram.of(exporter.port());
            measure(OURS, exporter, paths, WirePhase::sample);
            LagHistogram lag = LagHistogram.of(exporter.port()).since(before);
            note(
                    "Its event loops ran late by at most %s in half of %d samples, by at most %s in 99 %% (warm-up included).",
                    lag.quantile(0.5), lag.count(), lag.quantile(0.99));
        }
        Optional<Path> blackbox = Blackbox.find();
        if (blackbox.isPresent()) {
            Blackbox.Prober http = Blackbox.Prober.HTTP;
            try (Subject exporter = Blackbox.start(laboratory, blackbox.get(), http)) {
                List<String> paths = List.of(
                        Blackbox.path(laboratory, http, Scheme.WS), Blackbox.path(laboratory, http, Scheme.ECDSA));
                measure("blackbox_exporter, `http` prober", exporter, paths, WirePhase::blackboxSample);
            }
        }
        return table.text() + "\n"
                + String.format(
                        Locale.ROOT,
                        "Times are in µs.%n%d probes/s, half of them with TLS, from the start on; measured for %d s, which"
                                + " began %d s after it; on %d cores; load average of the minute before: %s.%n",
                        load.perSecond(),
                        load.length().toSeconds(),
                        load.settling().toSeconds(),
                        Runtime.getRuntime().availableProcessors(),
                        machineLoad)
                + notes;
    }

    private void measure(
            String name, Subject exporter, List<String> paths, Function<WirePhase, Optional<Pattern>> samples)
            throws IOException {
        laboratory.load(LoadPlan.open(exporter.port(), paths, load.perSecond(), untilSettled(exporter)));
        CapturedLoad captured = CapturedLoad.play(
                laboratory, exporter, LoadPlan.open(exporter.port(), paths, load.perSecond(), load.length()), samples);
        captured.exactness().addTo(table, name);
        if (name.equals(OURS)) {
            note("%s", captured.exactness().verdict());
        }
        note(
                "%s: %d probes succeeded, %d failed; %d packets captured, none lost.",
                name, captured.result().done(), captured.result().failed(), captured.packets());
        noteDelay(captured.delay());
    }

    private Duration untilSettled(Subject exporter) {
        long runsFor = System.nanoTime() - exporter.process().startedAtNanos();
        return load.settling().minusNanos(runsFor);
    }

    /** Of an exporter whose threads tell nothing by their names, none is known. */
    private void noteDelay(RunDelay delay) {
        if (delay.slices() > 0) {
            note("Each time its event loops were given a CPU, they %s for it before, on average.", delay.perSlice());
        }
    }

    private void note(String format, Object... arguments) {
        notes.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
