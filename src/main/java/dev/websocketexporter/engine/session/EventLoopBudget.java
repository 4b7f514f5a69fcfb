package dev.websocketexporter.engine.session;

import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.probe.Ticker;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * How long a connection keeps its event loop busy with what a server sends, before timers and other connections have their turn:
 * a packet can hold so many frames that the deadline would pass unseen. The more connections of a loop want to go on, the
 * shorter the turn of each. Confined to the event loop.
 */
public final class EventLoopBudget {
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** The turns of all that want to go on, together. */
    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    /** Less would be spent on the change of turns alone. */
    private static final long LEAST_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    private final ProbeLoop loop;
    private final Ticker ticker;
    private final Runnable work;
    private long begunAt;
    private boolean resting;

    /** @param work goes on where it was interrupted, and throws nothing */
    public EventLoopBudget(ProbeLoop loop, Runnable work) {
        this.loop = loop;
        this.ticker = loop.ticker();
        this.work = work;
        begin();
    }

    /** A turn begins: the loop has come to this connection anew. */
    public void begin() {
        begunAt = ticker.read();
    }

    /** Whether the work may go on now; if not, it goes on after the others had their turn. */
    public boolean goesOn() {
        if (!resting && ticker.read() - begunAt > turnNanos()) {
            resting = true;
            loop.busy(1);
            // A timer, not a task: between two tasks the loop need not look at its timers.
            ScheduledFuture<?> unused = loop.executor().schedule(this::resume, 0, TimeUnit.NANOSECONDS);
        }
        return !resting;
    }

    private long turnNanos() {
        return Math.max(LEAST_NANOS, Math.min(MOST_NANOS, ROUND_NANOS / (loop.busy() + 1)));
    }

    /** Whether others have their turn. */
    public boolean isResting() {
        return resting;
    }

    private void resume() {
        resting = false;
        loop.busy(-1);
        begin();
        work.run();
    }
}
