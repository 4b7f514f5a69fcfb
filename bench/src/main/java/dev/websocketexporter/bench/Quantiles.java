package dev.websocketexporter.bench;

import java.util.Arrays;
import java.util.Collection;

/** Order statistics by nearest rank, of values in any unit; of no values, all are NaN. */
final class Quantiles {
    private final double[] sorted;

    private Quantiles(double[] values) {
        this.sorted = values;
        Arrays.sort(sorted);
    }

    static Quantiles of(Collection<Double> values) {
        return new Quantiles(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    static Quantiles of(double... values) {
        return new Quantiles(values.clone());
    }

    /** @param q from 0 to 1 */
    double at(double q) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(q * sorted.length);
        return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
    }

    /** Of an even number of values, the mean of the two in the middle. */
    double median() {
        int middle = sorted.length / 2;
        return sorted.length == 0 || sorted.length % 2 == 1 ? at(0.5) : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double min() {
        return at(0);
    }

    double max() {
        return at(1);
    }

    int count() {
        return sorted.length;
    }
}
