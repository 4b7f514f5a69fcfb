package dev.websocketexporter.watch;

import java.util.random.RandomGenerator;

/** Places in time that differ from one connection to the next. */
final class Jitter {
    /** A lifetime is up to a tenth shorter than it is configured. */
    private static final int SHARE_OF_LIFETIME = 10;

    private Jitter() {}

    /** A place in a window of this length, each as likely as the others: from 0 to less than the length. */
    static long within(long nanos, RandomGenerator random) {
        return nanos <= 0 ? 0 : random.nextLong(nanos);
    }

    /** A lifetime of at least nine tenths of the longest, so that connections of the same age do not end together. */
    static long lifetime(long longestNanos, RandomGenerator random) {
        return longestNanos - within(longestNanos / SHARE_OF_LIFETIME, random);
    }
}
