package dev.websocketexporter.watch;

import dev.websocketexporter.probe.watch.HistogramFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Counts values in fixed buckets. Safe for use by several threads, and made for event loops that count 100,000 messages a second:
 * threads count in lanes of their own, so that they seldom wait for each other's memory, and a lane has no memory before its
 * first value, so that the many histograms of targets that show nothing cost little.
 */
final class Histogram {
    private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

    /** As many as there are event loops as a rule, and a power of two. */
    private static final int LANES =
            Math.min(4, Integer.highestOneBit(Runtime.getRuntime().availableProcessors()));

    private final Buckets buckets;

    /** Of each lane the counts of its buckets, and last the bits of the sum of its values; absent without values. */
    private final AtomicReferenceArray<AtomicLongArray> lanes = new AtomicReferenceArray<>(LANES);

    Histogram(Buckets buckets) {
        this.buckets = buckets;
    }

    /** Adds a time in seconds. */
    void addNanos(long nanos) {
        add(nanos / NANOS_A_SECOND);
    }

    /** Adds a value in the unit of the buckets. */
    void add(double value) {
        AtomicLongArray lane = lane();
        lane.getAndIncrement(buckets.indexOf(value));
        int sum = buckets.size();
        long bits = lane.get(sum);
        while (!lane.compareAndSet(sum, bits, Double.doubleToRawLongBits(Double.longBitsToDouble(bits) + value))) {
            bits = lane.get(sum);
        }
    }

    private AtomicLongArray lane() {
        int index = (int) Thread.currentThread().getId() & (LANES - 1);
        AtomicLongArray lane = lanes.get(index);
        if (lane != null) {
            return lane;
        }
        AtomicLongArray fresh = new AtomicLongArray(buckets.size() + 1);
        AtomicLongArray other = lanes.compareAndExchange(index, null, fresh);
        return other == null ? fresh : other;
    }

    /** The values until now; one that is being added may be in its bucket and not yet in the sum. */
    HistogramFigures figures() {
        if (isUntouched()) {
            return buckets.empty();
        }
        long[] counts = new long[buckets.size()];
        double sum = 0;
        for (int i = 0; i < LANES; i++) {
            AtomicLongArray lane = lanes.get(i);
            if (lane != null) {
                for (int bucket = 0; bucket < counts.length; bucket++) {
                    counts[bucket] += lane.get(bucket);
                }
                sum += Double.longBitsToDouble(lane.get(counts.length));
            }
        }
        List<Long> boxed = new ArrayList<>(counts.length);
        for (long count : counts) {
            boxed.add(count);
        }
        return new HistogramFigures(buckets.bounds(), boxed, sum);
    }

    private boolean isUntouched() {
        for (int i = 0; i < LANES; i++) {
            if (lanes.get(i) != null) {
                return false;
            }
        }
        return true;
    }
}
