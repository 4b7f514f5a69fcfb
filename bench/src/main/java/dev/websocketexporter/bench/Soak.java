package dev.websocketexporter.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** Ten thousand targets, each every 15 seconds, half of them with TLS: does a minute cost what the one before it did? */
final class Soak {
    private static final int TARGETS = 10_000;
    private static final int INTERVAL_SECONDS = 15;
    private static final int PER_SECOND = Math.round((float) TARGETS / INTERVAL_SECONDS);
    private static final Duration WARM_UP = Duration.ofSeconds(30);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Path PAGE = Path.of("docs", "scaling.md");

    private Soak() {}

    public static void main(String[] arguments) throws IOException {
        Set<String> flags = Set.of(arguments);
        if (flags.contains("--faults")) {
            System.exit(FaultSoak.run(flags));
        }
        int minutes = flags.contains("--quick") ? 1 : 10;
        try (Laboratory laboratory = Laboratory.open(Path.of("target", "bench", "soak"));
                Subject exporter = ThisExporter.start(laboratory, "exporter", ThisExporter.imageCommand())) {
            List<String> paths = List.of(
                    ThisExporter.path(laboratory, Scheme.WS, ""), ThisExporter.path(laboratory, Scheme.ECDSA, ""));
            laboratory.load(
                    LoadPlan.open(exporter.port(), paths, PER_SECOND, WARM_UP).over(TARGETS));
            List<Minute> all = new ArrayList<>();
            for (int i = 0; i < minutes; i++) {
                all.add(minute(laboratory, exporter, paths));
                System.out.println("minute " + (i + 1) + ": " + all.get(i).cells());
            }
            String report = report(all);
            System.out.print("\n" + report);
            if (flags.contains("--write")) {
                new Document(PAGE).write("soak", report);
                System.out.println("written: " + PAGE);
            }
        }
        System.exit(0);
    }

    /**
     * What one minute was like.
     *
     * @param cores processor time of the exporter for each second
     */
    private record Minute(double cores, double rssMebibytes, LagHistogram lag, LoadResult result) {
        List<String> cells() {
            return List.of(
                    number(cores, 3),
                    number(rssMebibytes, 0),
                    lag.quantile(0.5),
                    lag.quantile(0.99),
                    number(result.p50(), 1),
                    number(result.p99(), 1),
                    String.valueOf(result.failed()));
        }
    }

    private static Minute minute(Laboratory laboratory, Subject exporter, List<String> paths) throws IOException {
        LagHistogram lag = LagHistogram.of(exporter.port());
        double cpu = exporter.cpuSeconds();
        LoadResult result = laboratory.load(
                LoadPlan.open(exporter.port(), paths, PER_SECOND, MINUTE).over(TARGETS));
        return new Minute(
                (exporter.cpuSeconds() - cpu) / result.seconds(),
                ProcessFigures.rssMebibytes(exporter.process().pid()),
                LagHistogram.of(exporter.port()).since(lag),
                result);
    }

    private static String report(List<Minute> minutes) {
        Table table = new Table(
                "minute", "cores", "RSS (MiB)", "lag p50 ≤", "lag p99 ≤", "latency p50 (ms)", "p99 (ms)", "failed");
        IntStream.range(0, minutes.size()).forEach(i -> {
            List<String> cells = new ArrayList<>(List.of(String.valueOf(i + 1)));
            cells.addAll(minutes.get(i).cells());
            table.row(cells);
        });
        Minute first = minutes.get(0);
        Minute last = minutes.get(minutes.size() - 1);
        double cores =
                Spread.of(minutes.stream().mapToDouble(Minute::cores).toArray()).median();
        return table.text()
                + String.format(
                        Locale.ROOT,
                        "%n%d targets every %d s, half of them with TLS (%d probes/s), on %d cores that targets and load"
                                + " driver share.%nThe last minute took %.2f times the processor time of the first, and"
                                + " held %.2f times its memory.%n%s%n",
                        TARGETS,
                        INTERVAL_SECONDS,
                        PER_SECOND,
                        Runtime.getRuntime().availableProcessors(),
                        last.cores() / first.cores(),
                        last.rssMebibytes() / first.rssMebibytes(),
                        rule(minutes, cores));
    }

    /** Of probes that were turned away, nothing can be said about those that were not. */
    private static String rule(List<Minute> minutes, double cores) {
        long failed =
                minutes.stream().mapToLong(minute -> minute.result().failed()).sum();
        return failed > 0
                ? failed + " probes of healthy targets failed: the machine was too busy for a rule to follow."
                : String.format(
                        Locale.ROOT,
                        "By this, one core would carry %,d targets at 100 %%.",
                        Math.round(TARGETS / cores / 100) * 100);
    }

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
