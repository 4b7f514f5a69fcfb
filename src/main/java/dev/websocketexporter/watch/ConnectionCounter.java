package dev.websocketexporter.watch;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.watch.HoldEnd;
import dev.websocketexporter.probe.watch.HoldListener;
import dev.websocketexporter.watch.SequenceCounter.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * Counts on its event loop what one connection shows, from one opening to its end, and hands over to the loop of the watch what
 * must be decided. What it reports is safe to read from any thread.
 */
final class ConnectionCounter implements HoldListener {
    /** Decides; called on the loop of the watch, in the order of the events. */
    interface Owner {
        void opened(ConnectionCounter connection);

        void failed(ProbeResult result, long tick);

        void arrived(String text, long tick);

        void ended(ConnectionCounter connection, HoldEnd end);
    }

    private final TargetCounters counters;
    private final WatchLoop loop;
    private final Owner owner;

    private volatile long openedAt;
    private volatile boolean heard;
    private volatile long heardAt;
    private volatile int missedPongs;
    private volatile @Nullable Numbers numbers;

    ConnectionCounter(TargetCounters counters, WatchLoop loop, Owner owner) {
        this.counters = counters;
        this.loop = loop;
        this.owner = owner;
    }

    @Override
    public void opened(ProbeResult result, long tick) {
        openedAt = tick;
        loop.execute(() -> owner.opened(this));
    }

    @Override
    public void failed(ProbeResult result, long tick) {
        loop.execute(() -> owner.failed(result, tick));
    }

    @Override
    public void message(Type type, int bytes, boolean counts, long sequence, long lagNanos, long tick) {
        counters.received.add(type, bytes);
        if (!counts) {
            return;
        }
        if (heard) {
            counters.intervals.addNanos(tick - heardAt);
        }
        if (sequence != NO_SEQUENCE) {
            number(sequence);
        }
        if (lagNanos != NO_LAG) {
            counters.lags.addNanos(lagNanos);
        }
        heardAt = tick;
        heard = true;
    }

    private void number(long sequence) {
        Numbers known = numbers;
        if (known == null) {
            known = new Numbers(counters.sequence);
            known.next(sequence);
            // Only now: whoever sees it may ask for the last number.
            numbers = known;
        } else {
            known.next(sequence);
        }
    }

    @Override
    public void arrived(String text, long tick) {
        loop.execute(() -> owner.arrived(text, tick));
    }

    @Override
    public void sent(Type type, int bytes, long tick) {
        counters.sent.add(type, bytes);
    }

    @Override
    public void pong(long roundTripNanos, long tick) {
        missedPongs = 0;
        counters.pings.addNanos(roundTripNanos);
    }

    @Override
    public void pongMissed(int inARow, long tick) {
        missedPongs = inARow;
        counters.pongsMissed.increment();
    }

    @Override
    public void ended(HoldEnd end) {
        loop.execute(() -> owner.ended(this, end));
    }

    /** When it had its subscription; means nothing before. */
    long openedAt() {
        return openedAt;
    }

    /** When the last message that counts came; absent: none came. */
    @Nullable
    Long heardAt() {
        return heard ? heardAt : null;
    }

    /** The numbers of its messages; absent: none came. */
    @Nullable
    Numbers numbers() {
        return numbers;
    }

    /** How many pongs were missed in a row, until now. */
    int missedPongs() {
        return missedPongs;
    }

    /** How long it has been without a message that counts, in nanoseconds. */
    long silentNanos(long now) {
        return now - (heard ? heardAt : openedAt);
    }
}
