package dev.websocketexporter.watch;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.watch.HoldEnd;
import dev.websocketexporter.probe.watch.HoldListener;

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

    private final HeardMessages heard = new HeardMessages();
    private volatile long openedAt;
    private volatile int missedPongs;

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
        if (lagNanos != NO_LAG) {
            // The sum of a histogram must not fall: Prometheus would take that for a restart.
            counters.lags.addNanos(Math.max(0, lagNanos));
        }
        if (heard.isAny()) {
            counters.intervals.addNanos(tick - heard.lastAt());
        }
        heard.add(tick, sequence, counters.sequence);
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

    /** The messages that count. */
    HeardMessages heard() {
        return heard;
    }

    /** How many pongs were missed in a row, until now. */
    int missedPongs() {
        return missedPongs;
    }

    /** How long it has been without a message that counts, in nanoseconds. */
    long silentNanos(long now) {
        return now - (heard.isAny() ? heard.lastAt() : openedAt);
    }
}
