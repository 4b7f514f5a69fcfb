package dev.websocketexporter.watch;

import dev.websocketexporter.probe.watch.Holder.Held;
import dev.websocketexporter.probe.watch.TargetFigures.Connection;
import dev.websocketexporter.probe.watch.TargetFigures.State;
import dev.websocketexporter.watch.WallTime.Reading;
import org.jspecify.annotations.Nullable;

/** Where a connection is. Written on the loop of the watch; safe to read from any thread. */
final class ConnectionStatus {
    private volatile State state = State.WAITING;
    private volatile long since;
    private volatile @Nullable ConnectionCounter counter;
    private volatile @Nullable Held held;
    private volatile @Nullable LastEnd lastEnd;

    /** Waits from this tick on. */
    ConnectionStatus(long tick) {
        this.since = tick;
    }

    State state() {
        return state;
    }

    boolean is(State other) {
        return state == other;
    }

    void enter(State next, long tick) {
        since = tick;
        state = next;
    }

    /** What the present opening, or the last one, has shown; absent: there was none. */
    @Nullable
    ConnectionCounter counter() {
        return counter;
    }

    void counter(ConnectionCounter ofNewOpening) {
        counter = ofNewOpening;
    }

    /** What opens, is open or closes; absent: it waits. */
    @Nullable
    Held held() {
        return held;
    }

    void held(@Nullable Held other) {
        held = other;
    }

    void lastEnd(LastEnd end) {
        lastEnd = end;
    }

    /**
     * All of it.
     *
     * @param number of the connection
     * @param maxMissed how many pongs in a row may be missed
     */
    Connection figures(int number, int maxMissed, Reading wall) {
        State now = state;
        Held current = held;
        LastEnd last = lastEnd;
        return new Connection(
                number,
                now,
                now == State.OPEN ? health(maxMissed) : 0,
                wall.at(since),
                current == null ? 0 : current.unwrittenBytes(),
                last == null ? null : last.figures(wall));
    }

    private double health(int maxMissed) {
        ConnectionCounter current = counter;
        int missed = current == null ? 0 : current.missedPongs();
        if (missed == 0) {
            return 1;
        }
        return missed <= maxMissed ? 0.5 : 0;
    }
}
