package dev.websocketexporter.engine.session;

import dev.websocketexporter.probe.Ticker;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * How long a probe keeps its event loop busy with what a server sends, before timers and other probes have their turn:
 * a packet can hold so many frames that the deadline would pass unseen. Confined to the event loop.
 */
final class EventLoopBudget {
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final EventLoop loop;
    private final Ticker ticker;
    private final Runnable work;
    private long begunAt;
    private boolean resting;

    /** @param work goes on where it was interrupted, and throws nothing */
    EventLoopBudget(EventLoop loop, Ticker ticker, Runnable work) {
        this.loop = loop;
        this.ticker = ticker;
        this.work = work;
    }

    void begin() {
        begunAt = ticker.read();
    }

    /** Whether the work may go on now; if not, it goes on after the others had their turn. */
    boolean goesOn() {
        if (!resting && ticker.read() - begunAt > MOST_NANOS) {
            resting = true;
            // A timer, not a task: between two tasks the loop need not look at its timers.
            ScheduledFuture<?> unused = loop.schedule(this::resume, 0, TimeUnit.NANOSECONDS);
        }
        return !resting;
    }

    /** Whether others have their turn. */
    boolean isResting() {
        return resting;
    }

    private void resume() {
        resting = false;
        work.run();
    }
}
