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
 * @param before the time until the last attempt began: earlier attempts and the intervals behind them
 */
public record Timings(Duration total, Map<Phase, Duration> phases, Duration before) {
    public Timings {
        EnumMap<Phase, Duration> ordered = new EnumMap<>(Phase.class);
        ordered.putAll(phases);
        phases = Collections.unmodifiableMap(ordered);
    }

    /** Of a probe with one attempt. */
    public Timings(Duration total, Map<Phase, Duration> phases) {
        this(total, phases, Duration.ZERO);
    }

    /** What the exporter itself added: the total less the phases and what came before them; never negative. */
    public Duration overhead() {
        Duration rest = phases.values().stream().reduce(total.minus(before), Duration::minus);
        return rest.isNegative() ? Duration.ZERO : rest;
    }
}
