package dev.websocketexporter.watch;

import dev.websocketexporter.probe.watch.WatchSettings.Reconnect;
import java.util.random.RandomGenerator;

/**
 * When a connection is attempted again. Time is divided into windows that follow one another; each has one attempt, at a random
 * place in it (full jitter). Windows double from {@code min_delay} to {@code max_delay}, so in the long run there is at most one
 * attempt in a {@code max_delay}; jitter over delays that begin with each failure would make it two. Used on the loop only.
 */
final class Backoff {
    private final long minNanos;
    private final long maxNanos;

    private long lengthNanos;
    private boolean anyWindow;
    private long windowEnd;

    Backoff(Reconnect reconnect) {
        this.minNanos = reconnect.minDelay().toNanos();
        this.maxNanos = reconnect.maxDelay().toNanos();
        this.lengthNanos = minNanos;
    }

    /**
     * When to try next. The window begins where the last one ended, or now if an attempt has outlasted it.
     *
     * @param now the tick of the failure
     */
    long next(long now, RandomGenerator random) {
        long begin = anyWindow && windowEnd - now > 0 ? windowEnd : now;
        anyWindow = true;
        windowEnd = begin + lengthNanos;
        long attempt = begin + Jitter.within(lengthNanos, random);
        lengthNanos = lengthNanos > maxNanos / 2 ? maxNanos : Math.max(1, lengthNanos * 2);
        return attempt;
    }

    /** The next window is as short as the first. */
    void reset() {
        lengthNanos = minNanos;
        anyWindow = false;
    }
}
