package dev.websocketexporter.probe.watch;

import java.util.List;

/**
 * A histogram at one moment.
 *
 * @param bounds the upper ones of the buckets, growing, without infinity
 * @param counts of each bucket alone, with one more for what is beyond the last bound
 * @param sum of all values
 */
public record HistogramFigures(List<Double> bounds, List<Long> counts, double sum) {
    public HistogramFigures {
        bounds = List.copyOf(bounds);
        counts = List.copyOf(counts);
        if (counts.size() != bounds.size() + 1) {
            throw new IllegalArgumentException(
                    "counts: " + counts.size() + " (expected: " + (bounds.size() + 1) + ", one more than bounds)");
        }
    }

    /** How many values. */
    public long count() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }
}
