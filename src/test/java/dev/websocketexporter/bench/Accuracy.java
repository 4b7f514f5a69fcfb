package dev.websocketexporter.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Compares the phases that the exporter reports with the packets of the same connections, under a constant rate: half of
 * the probes of targets without TLS, half with, each with one ping.
 */
final class Accuracy {
    private static final int PER_SECOND = 500;
    private static final String RATE = "--rate=";
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Path PAGE = Path.of("docs", "performance.md");
    private static final double MICROS_PER_SECOND = 1e6;

    private Accuracy() {}

    public static void main(String[] arguments) throws IOException {
        Set<String> flags = Set.of(arguments);
        int perSecond = rate(arguments);
        Duration length = Duration.ofSeconds(flags.contains("--quick") ? 10 : 60);
        try (Laboratory laboratory = Laboratory.open(Path.of("target", "bench", "accuracy"));
                Subject exporter = ThisExporter.start(laboratory, "exporter", ThisExporter.imageCommand())) {
            String report = measure(laboratory, exporter, perSecond, length);
            System.out.println(report);
            if (flags.contains("--write")) {
                new Document(PAGE).write("accuracy", report);
                System.out.println("written: " + PAGE);
            }
        }
        System.exit(0);
    }

    private static int rate(String... arguments) {
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith(RATE))
                .mapToInt(argument -> Integer.parseInt(argument.substring(RATE.length())))
                .findFirst()
                .orElse(PER_SECOND);
    }

    private static String measure(Laboratory laboratory, Subject exporter, int perSecond, Duration length)
            throws IOException {
        List<String> paths = List.of(
                ThisExporter.path(laboratory, Scheme.WS, "_ping"),
                ThisExporter.path(laboratory, Scheme.ECDSA, "_ping"));
        LoadPlan plan = LoadPlan.open(exporter.port(), paths, perSecond, length);
        laboratory.load(LoadPlan.open(exporter.port(), paths, perSecond, WARM_UP));
        Path answers = laboratory.directory().resolve("answers.txt");
        LagHistogram before = LagHistogram.of(exporter.port());
        LoadResult result;
        List<WireTimes> wire;
        try (Capture capture = Capture.start(
                laboratory.directory(), List.of(laboratory.port(Scheme.WS), laboratory.port(Scheme.ECDSA)))) {
            result = laboratory.load(plan.recordedIn(answers));
            wire = capture.end();
        }
        LagHistogram lag = LagHistogram.of(exporter.port()).since(before);
        return table(wire, ReportedTimes.read(answers))
                + "\n"
                + String.format(
                        Locale.ROOT,
                        "At %d probes/s, half of them with TLS; %d succeeded, %d failed. Event loops ran late by at most"
                                + " %s in half of %d samples, by at most %s in 99 %%.%n",
                        perSecond,
                        result.done(),
                        result.failed(),
                        lag.quantile(0.5),
                        lag.count(),
                        lag.quantile(0.99));
    }

    private static String table(List<WireTimes> wire, Map<String, Map<WirePhase, Double>> reported) {
        Map<WirePhase, List<Double>> errors = new EnumMap<>(WirePhase.class);
        Map<WirePhase, List<Double>> truths = new EnumMap<>(WirePhase.class);
        for (WirePhase phase : WirePhase.values()) {
            errors.put(phase, new ArrayList<>());
            truths.put(phase, new ArrayList<>());
        }
        for (WireTimes connection : wire) {
            Map<WirePhase, Double> said = reported.getOrDefault(connection.address(), Map.of());
            connection.seconds().forEach((phase, truth) -> {
                Double claim = said.get(phase);
                if (claim != null) {
                    errors.get(phase).add(Math.abs(claim - truth) * MICROS_PER_SECOND);
                    truths.get(phase).add(truth * MICROS_PER_SECOND);
                }
            });
        }
        Table table = new Table("phase", "connections", "on the wire, p50", "difference, p50", "p90", "p99", "most");
        errors.forEach((phase, values) -> table.row(row(phase, Quantiles.of(truths.get(phase)), Quantiles.of(values))));
        return table.text();
    }

    private static List<String> row(WirePhase phase, Quantiles truths, Quantiles errors) {
        return List.of(
                phase.title(),
                String.valueOf(errors.count()),
                micros(truths.at(0.5)),
                micros(errors.at(0.5)),
                micros(errors.at(0.9)),
                micros(errors.at(0.99)),
                micros(errors.max()));
    }

    private static String micros(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }
}
