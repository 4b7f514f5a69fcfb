package dev.websocketexporter.server.connection;

import dev.websocketexporter.probe.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps half of the selector's thread free when much comes at once: whoever would take more does it on the pool, and the
 * thread goes on to see who else has asked for something. Safe for use by several threads.
 */
final class SelectorPace {
    /** So much may be done at a stretch. */
    static final Duration STRETCH = Duration.ofMillis(5);

    private static final int TIMES_ITS_WORK = 2;

    private final Ticker ticker;

    /** When what was done so far is made up for by rest. */
    private final AtomicLong restedAtNanos;

    SelectorPace(Ticker ticker) {
        this.ticker = ticker;
        this.restedAtNanos = new AtomicLong(ticker.read());
    }

    /** Whether the selector's thread may do some work now. */
    boolean admits() {
        return restedAtNanos.get() - ticker.read() < TIMES_ITS_WORK * STRETCH.toNanos();
    }

    /** When a piece of work begins, for {@link #ended}. */
    long begun() {
        return ticker.read();
    }

    /** @param begunNanos from {@link #begun} */
    void ended(long begunNanos) {
        long now = ticker.read();
        long work = now - begunNanos;
        restedAtNanos.updateAndGet(rested -> (rested - begunNanos > 0 ? rested : begunNanos) + TIMES_ITS_WORK * work);
    }
}
