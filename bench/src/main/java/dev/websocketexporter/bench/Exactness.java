package dev.websocketexporter.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How far what was reported is from what was captured, per phase, in µs. */
final class Exactness {
    private static final double MICROS_PER_SECOND = 1e6;
    /** Of half of the connections, in µs, regardless of the sign. */
    private static final double GOAL_P50 = 100;
    /** Likewise, of 99 %. */
    private static final double GOAL_P99 = 1_000;

    private final Map<WirePhase, List<Double>> truths = new EnumMap<>(WirePhase.class);
    private final Map<WirePhase, List<Double>> errors = new EnumMap<>(WirePhase.class);

    /**
     * Each probe has an address of its own, which tells its connection. Where an address had several, nobody knows whose
     * times were reported, and none counts.
     *
     * @param reported by address, in seconds
     */
    Exactness(List<WireTimes> wire, Map<String, Map<WirePhase, Double>> reported) {
        Set<String> seen = new HashSet<>();
        Set<String> several = new HashSet<>();
        wire.stream()
                .map(WireTimes::address)
                .filter(address -> !seen.add(address))
                .forEach(several::add);
        for (WireTimes connection : wire) {
            Map<WirePhase, Double> said = reported.get(connection.address());
            if (said != null && !several.contains(connection.address())) {
                compare(connection.seconds(), said);
            }
        }
    }

    private void compare(Map<WirePhase, Double> truth, Map<WirePhase, Double> said) {
        truth.forEach((phase, seconds) -> {
            Double claim = said.get(phase);
            if (claim != null) {
                truths.computeIfAbsent(phase, none -> new ArrayList<>()).add(seconds * MICROS_PER_SECOND);
                errors.computeIfAbsent(phase, none -> new ArrayList<>()).add((claim - seconds) * MICROS_PER_SECOND);
            }
        });
    }

    static Table table() {
        return new Table(
                "exporter",
                "phase",
                "connections",
                "on the wire, p50",
                "reported − wire, p1",
                "p50",
                "p99",
                "regardless of its sign, p50",
                "p90",
                "p99",
                "most");
    }

    /** A row for each phase that was both reported and captured. */
    void addTo(Table table, String exporter) {
        errors.forEach((phase, signed) -> {
            Quantiles error = Quantiles.of(signed);
            Quantiles size = size(signed);
            table.row(List.of(
                    exporter,
                    phase.title(),
                    String.valueOf(signed.size()),
                    micros(Quantiles.of(truths.getOrDefault(phase, List.of())).at(0.5)),
                    micros(error.at(0.01)),
                    micros(error.at(0.5)),
                    micros(error.at(0.99)),
                    micros(size.at(0.5)),
                    micros(size.at(0.9)),
                    micros(size.at(0.99)),
                    micros(size.max())));
        });
    }

    /** Whether each phase is as exact as it should be, in one sentence. */
    String verdict() {
        List<String> missed = new ArrayList<>();
        errors.forEach((phase, signed) -> {
            Quantiles size = size(signed);
            if (!(size.at(0.5) <= GOAL_P50 && size.at(0.99) <= GOAL_P99)) {
                missed.add(phase.title() + " (" + micros(size.at(0.5)) + " and " + micros(size.at(0.99)) + ")");
            }
        });
        String goal = "The goal of each phase, regardless of the sign: at most " + micros(GOAL_P50)
                + " µs in half of the connections, and " + micros(GOAL_P99) + " in 99 %; ";
        return goal + (missed.isEmpty() ? "every phase reaches it." : "missed by " + String.join(", ", missed) + ".");
    }

    private static Quantiles size(List<Double> signed) {
        return Quantiles.of(signed.stream().map(Math::abs).toList());
    }

    private static String micros(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }
}
