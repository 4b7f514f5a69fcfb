package dev.websocketexporter.engine.loop;

import dev.websocketexporter.probe.Ticker;
import java.util.concurrent.TimeUnit;

/**
 * When an event loop looked at its sockets. Several may be ready at once and are read one after the other: the bytes of
 * the last one had arrived just as early. Confined to the loop.
 */
public final class LoopClock {
    /** After a shorter wait, what is found may have come before it, while the loop was busy. */
    private static final long LEAST_REST_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    /** So long may a loaded machine take to tell of what was there when the wait began. */
    private static final long SLOW_ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Ticker ticker;
    private long waitedFrom;
    private long wokeAt;
    private long quietUntil;
    private long surelyQuietUntil;
    private long lookedAt;
    private boolean looking;

    public LoopClock(Ticker ticker) {
        this.ticker = ticker;
        this.waitedFrom = ticker.read();
        this.wokeAt = waitedFrom;
        this.quietUntil = waitedFrom;
        this.surelyQuietUntil = waitedFrom;
        this.lookedAt = waitedFrom;
    }

    /** The loop has done what there was to do, and goes to see whether a socket is ready. */
    public void waits() {
        waitedFrom = ticker.read();
    }

    /** The loop knows which sockets are ready, and has read none of them yet. */
    public void woke() {
        long now = ticker.read();
        long waited = now - waitedFrom;
        quietUntil = waited < LEAST_REST_NANOS ? wokeAt : now;
        surelyQuietUntil = waited < SLOW_ANSWER_NANOS ? wokeAt : now;
        wokeAt = now;
        looking = true;
    }

    /** The loop has read what was ready. */
    public void looked() {
        // Without a tick of waking, no socket was ready when the wait began.
        lookedAt = looking ? wokeAt : waitedFrom;
        looking = false;
    }

    /** Whether the sockets that were ready at {@link #wokeAt} are being read. */
    boolean isLooking() {
        return looking;
    }

    /** The tick at which the loop knew which sockets are ready now. */
    long wokeAt() {
        return wokeAt;
    }

    /** A tick before which nothing came that was not read by now, unless more sockets were ready than are read in one turn. */
    long lookedAt() {
        return lookedAt;
    }

    /** The tick at which, as far as can be told, nothing of what is found now had come yet. */
    long quietUntil() {
        return quietUntil;
    }

    /** A tick at which nothing of what is found now had come, for whoever blames a peer: it may be some 10 ms too early. */
    long surelyQuietUntil() {
        return surelyQuietUntil;
    }
}
