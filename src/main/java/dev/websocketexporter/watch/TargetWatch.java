package dev.websocketexporter.watch;

import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.TargetFigures.Connection;
import dev.websocketexporter.probe.watch.WatchSettings;
import dev.websocketexporter.probe.watch.WatchSettings.Broadcast;
import dev.websocketexporter.probe.watch.WatchedTarget;
import dev.websocketexporter.watch.WallTime.Reading;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All connections to one target, as long as its settings stay the same. */
final class TargetWatch implements WatchedConnection.Group {
    /** Its labels may change. */
    private volatile WatchedTarget watched;

    private final TargetCounters counters;
    private final List<WatchedConnection> connections;
    private final @Nullable Broadcaster broadcaster;

    /** @param counters new ones, or those of the same target with other settings */
    TargetWatch(WatchedTarget watched, TargetCounters counters, Surroundings shared) {
        this.watched = watched;
        this.counters = counters;
        int number = watched.settings().connections();
        List<WatchedConnection> all = new ArrayList<>(number);
        for (int i = 0; i < number; i++) {
            all.add(new WatchedConnection(this, i, shared));
        }
        this.connections = List.copyOf(all);
        Broadcast broadcast = watched.settings().broadcast();
        this.broadcaster = broadcast == null ? null : new Broadcaster(broadcast, counters, connections, shared);
    }

    @Override
    public WatchedTarget watched() {
        return watched;
    }

    @Override
    public TargetCounters counters() {
        return counters;
    }

    List<WatchedConnection> connections() {
        return connections;
    }

    /** The same with other labels; safe to call from any thread. */
    void relabel(WatchedTarget other) {
        watched = other;
    }

    /** Closes all connections for good. On the loop. */
    void retire(int code, Ours why) {
        if (broadcaster != null) {
            broadcaster.stop();
        }
        connections.forEach(connection -> connection.retire(code, why));
    }

    @Override
    public long quietUntil(long now) {
        return broadcaster == null ? now : broadcaster.quietUntil(now);
    }

    @Override
    public void changed(WatchedConnection connection) {
        if (broadcaster != null) {
            broadcaster.changed(connection);
        }
    }

    @Override
    public void arrived(WatchedConnection connection, String text, long tick) {
        if (broadcaster != null) {
            broadcaster.arrived(connection, text, tick);
        }
    }

    /** As it is now. Safe to call from any thread. */
    TargetFigures figures(Reading wall) {
        WatchedTarget labelled = watched;
        WatchSettings settings = labelled.settings();
        List<Connection> each =
                connections.stream().map(one -> one.figures(wall)).toList();
        return new TargetFigures(
                labelled,
                (int) each.stream()
                        .filter(one -> one.state() == TargetFigures.State.OPEN)
                        .count(),
                counters.opened.sum(),
                counters.failed.sum(),
                counters.durations.figures(),
                counters.sent.figures(),
                counters.received.figures(),
                counters.pings.figures(),
                counters.pongsMissed.sum(),
                counters.errors.all(),
                counters.disconnects.all(),
                counters.outages.figures(),
                counters.feed(settings.messages(), lastHeard(), isStale(settings, wall.tick()), wall),
                settings.broadcast() == null ? null : counters.broadcasts(),
                each);
    }

    private LastHeard lastHeard() {
        LastHeard last = counters.lastHeard();
        for (WatchedConnection connection : connections) {
            ConnectionCounter counter = connection.counter();
            last = counter == null ? last : last.and(counter.heard());
        }
        return last;
    }

    /**
     * Whether an open connection had no message that counts for too long, since its last one or, without any, since its opening.
     * A target that is down is not stale: other figures say so.
     */
    private @Nullable Boolean isStale(WatchSettings settings, long now) {
        long limit = settings.messages().staleAfter().toNanos();
        return limit == 0 ? null : connections.stream().anyMatch(one -> one.isSilent(limit, now));
    }
}
