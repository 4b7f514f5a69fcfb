package dev.websocketexporter.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What came of the probes. Safe for use by several threads. */
final class SoakTally {
    private static final double NANOS_PER_MILLISECOND = 1e6;

    /** More say nothing new. */
    private static final int MOST_SHOWN = 40;

    private final Map<String, EnumMap<SoakState.Judgement, Integer>> byTarget = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();
    private List<Double> goodMillis = new ArrayList<>();
    private long minuteProbes;
    private long wrongFaults;
    private long wrongGood;

    /**
     * Of one minute.
     *
     * @param probes that were answered
     * @param goodP99Millis of the time from request to answer for good targets
     */
    record Minute(long probes, double goodP99Millis) {}

    synchronized void add(SoakTarget target, SoakState.Judgement judgement, String reported, long tookNanos) {
        minuteProbes++;
        byTarget.computeIfAbsent(target.name(), name -> new EnumMap<>(SoakState.Judgement.class))
                .merge(judgement, 1, Integer::sum);
        if (target.isGood()) {
            goodMillis.add(tookNanos / NANOS_PER_MILLISECOND);
        }
        if (judgement != SoakState.Judgement.WRONG) {
            return;
        }
        if (target.isGood()) {
            wrongGood++;
        } else {
            wrongFaults++;
        }
        if (wrong.size() < MOST_SHOWN) {
            wrong.add(target.name() + " was reported as " + reported + " after "
                    + Math.round(tookNanos / NANOS_PER_MILLISECOND) + " ms (expected: " + target.expected() + ")");
        }
    }

    /** What came since the last call. */
    synchronized Minute minute() {
        double[] millis = goodMillis.stream().mapToDouble(Double::doubleValue).toArray();
        Minute minute = new Minute(
                minuteProbes, millis.length == 0 ? 0 : Quantiles.of(millis).at(0.99));
        goodMillis = new ArrayList<>();
        minuteProbes = 0;
        return minute;
    }

    synchronized long count(SoakTarget target, SoakState.Judgement judgement) {
        EnumMap<SoakState.Judgement, Integer> counts = byTarget.get(target.name());
        return counts == null ? 0 : counts.getOrDefault(judgement, 0);
    }

    synchronized long count(SoakState.Judgement judgement) {
        return byTarget.values().stream().collect(Collectors.summingLong(counts -> counts.getOrDefault(judgement, 0)));
    }

    synchronized long wrongOfGood() {
        return wrongGood;
    }

    synchronized long wrongOfFaults() {
        return wrongFaults;
    }

    /** One line each. */
    synchronized List<String> wrong() {
        return List.copyOf(wrong);
    }
}
