package dev.websocketexporter.probe;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How long a probe took.
 *
 * @param total from the request to the result
 * @param phases the time spent in each phase that began, in the order of the phases
 */
public record Timings(Duration total, Map<Phase, Duration> phases) {
    public Timings {
        EnumMap<Phase, Duration> ordered = new EnumMap<>(Phase.class);
        ordered.putAll(phases);
        phases = Collections.unmodifiableMap(ordered);
    }

    /** What the exporter itself added: the total less the phases; never negative. */
    public Duration overhead() {
        Duration rest = phases.values().stream().reduce(total, Duration::minus);
        return rest.isNegative() ? Duration.ZERO : rest;
    }
}
