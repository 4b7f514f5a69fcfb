package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.PhaseListener;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.report.Phase;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the time spent in each phase. One phase runs at a time, so that none overlaps another. Confined to the
 * probe's event loop.
 */
public final class PhaseClock {
    private final Ticker ticker;
    private final PhaseListener listener;
    private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
    private @Nullable Phase running;
    private Phase lastBegun = Phase.RESOLVE;
    private long startedAt;
    private @Nullable Long stoppedAt;
    private long endedAt;

    PhaseClock(Ticker ticker) {
        this(ticker, PhaseListener.NONE);
    }

    PhaseClock(Ticker ticker, PhaseListener listener) {
        this.ticker = ticker;
        this.listener = listener;
    }

    /** The phase that runs now; null between two phases. */
    @Nullable
    Phase running() {
        return running;
    }

    /** The phase that runs or ran last; the first of all before any began. */
    Phase lastBegun() {
        return lastBegun;
    }

    void begin(Phase phase) {
        if (running != null) {
            throw new IllegalStateException(phase + " begins while " + running + " runs (expected: one at a time)");
        }
        running = phase;
        lastBegun = phase;
        stoppedAt = null;
        listener.began(phase);
        startedAt = ticker.read();
    }

    /**
     * Says when the running phase began on the wire, which is after the work for it began; an earlier tick is ignored.
     */
    public void startAt(long tick) {
        startedAt = Math.max(startedAt, tick);
        // What ended before it began was something else.
        stoppedAt = null;
    }

    /** Says when the running phase was over on the wire, which is before the event loop came to it. */
    public void stopAt(long tick) {
        stoppedAt = tick;
    }

    /** Nanoseconds since the running phase began. */
    public long elapsed() {
        return ticker.read() - startedAt;
    }

    /** Says how long the running phase took so far, if something else measured it better than this clock. */
    public void stopAfter(long nanosSinceBegin) {
        stoppedAt = startedAt + nanosSinceBegin;
    }

    /** The running phase had nothing to do, and is not reported. */
    public void discard() {
        if (running != null) {
            listener.skipped(running);
        }
        running = null;
    }

    /** Ends the running phase; without one, nothing happens. */
    void end() {
        if (running == null) {
            return;
        }
        long end = stoppedAt == null ? ticker.read() : stoppedAt;
        endedAt = end;
        long spent = nanos.merge(running, Math.max(0, end - startedAt), Long::sum);
        listener.ended(running, Duration.ofNanos(spent));
        running = null;
    }

    /** The tick at which the last phase that ended was over; 0 before the first. */
    public long endedAt() {
        return endedAt;
    }

    /** The time spent in each phase that began and ended. */
    Map<Phase, Duration> durations() {
        Map<Phase, Duration> durations = new EnumMap<>(Phase.class);
        nanos.forEach((phase, spent) -> durations.put(phase, Duration.ofNanos(spent)));
        return durations;
    }
}
