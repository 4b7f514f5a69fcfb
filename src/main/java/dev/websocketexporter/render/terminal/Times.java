package dev.websocketexporter.render.terminal;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Durations, for their mean and some ranks. Takes 80 kB at most, however many there are: of more than {@value #MOST} it
 * keeps a sample in which each has the same chance to be (Vitter, "Random sampling with a reservoir", algorithm R).
 */
final class Times {
    /** As many are kept; with more, the 95th percentile is, nearly always, between the 94.3rd and the 95.7th. */
    static final int MOST = 10_000;

    private static final int FIRST_PLACES = 16;

    private final SplittableRandom random = new SplittableRandom();
    private long[] kept = new long[FIRST_PLACES];
    private long count;
    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;
    private double sum;

    void add(Duration time) {
        long nanos = time.toNanos();
        count++;
        least = Math.min(least, nanos);
        greatest = Math.max(greatest, nanos);
        sum += nanos;
        if (count <= MOST) {
            if (count > kept.length) {
                kept = Arrays.copyOf(kept, Math.min(MOST, 2 * kept.length));
            }
            kept[(int) count - 1] = nanos;
        } else {
            long place = random.nextLong(count);
            if (place < MOST) {
                kept[(int) place] = nanos;
            }
        }
    }

    long count() {
        return count;
    }

    /** There must be one. */
    Duration least() {
        return Duration.ofNanos(least);
    }

    /** There must be one. */
    Duration greatest() {
        return Duration.ofNanos(greatest);
    }

    /** There must be one. */
    Duration mean() {
        return Duration.ofNanos(Math.round(sum / count));
    }

    /**
     * The nearest rank, so that it is a time that was measured; there must be one.
     *
     * @param percent from 1 to 100
     */
    Duration percentile(int percent) {
        long[] sorted = Arrays.copyOf(kept, (int) Math.min(MOST, count));
        Arrays.sort(sorted);
        int rank = (percent * sorted.length + 99) / 100;
        return Duration.ofNanos(sorted[rank - 1]);
    }
}
