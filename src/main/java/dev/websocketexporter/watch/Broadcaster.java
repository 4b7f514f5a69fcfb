package dev.websocketexporter.watch;

import dev.websocketexporter.probe.watch.WatchSettings.Broadcast;
import dev.websocketexporter.watch.Agenda.Alarm;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends a message from the first connection of a target again and again, and counts which others receive it. The first one
 * is sent one interval after the first connection and another one were open at the same time; from then on each interval has its
 * result, and it is a failure if the first connection is down or nobody is there to receive. A connection that is just replaced
 * because of its age is waited for, and none is replaced while a message is on its way, so that no result is the exporter's own
 * doing. Used on the loop only.
 */
final class Broadcaster {
    private final Broadcast settings;
    private final TargetCounters counters;
    private final WatchedConnection sender;
    private final List<WatchedConnection> others;
    private final Surroundings shared;

    /** For the next message, or for the end of the time that the present one has. */
    private final Alarm alarm;

    private boolean begun;

    /** The time of the next message has come, and a connection is waited for. */
    private boolean postponed;

    private @Nullable Round round;
    private long roundAt;

    /** @param connections at least two; the first one sends */
    Broadcaster(Broadcast settings, TargetCounters counters, List<WatchedConnection> connections, Surroundings shared) {
        this.settings = settings;
        this.counters = counters;
        this.sender = connections.get(0);
        this.others = connections.subList(1, connections.size());
        this.shared = shared;
        this.alarm = shared.loop().alarm(this::due);
    }

    /** A connection has opened, ended, or could not be opened. */
    void changed(WatchedConnection connection) {
        Round running = round;
        if (running != null && !connection.isOpen()) {
            lost(running, connection);
        } else if (postponed) {
            due();
        } else if (!begun && sender.isOpen() && others.stream().anyMatch(WatchedConnection::isOpen)) {
            begun = true;
            alarm.setFor(shared.loop().now() + settings.every().toNanos());
        }
    }

    private void lost(Round running, WatchedConnection connection) {
        if (running.pending.remove(connection) && running.pending.isEmpty()) {
            finish(running);
        }
    }

    /** A message that was waited for has come. */
    void arrived(WatchedConnection connection, String id, long tick) {
        Round running = round;
        if (running == null || !running.id.equals(id) || !running.pending.remove(connection)) {
            return;
        }
        if (tick - running.deadline <= 0) {
            running.reached++;
            running.lastArrival = Math.max(running.lastArrival, tick - running.sent);
        }
        if (running.pending.isEmpty()) {
            finish(running);
        }
    }

    /** Until when a message may be on its way; the present when none is. */
    long quietUntil(long now) {
        Round running = round;
        return running == null ? now : running.deadline;
    }

    /** Sends nothing any more; a message that is on its way has no result. */
    void stop() {
        // Nothing begins again after the beginning.
        begun = true;
        postponed = false;
        round = null;
        alarm.cancel();
    }

    private void due() {
        Round running = round;
        if (running != null) {
            finish(running);
            return;
        }
        boolean anybody = others.stream().anyMatch(WatchedConnection::isOpen);
        postponed = sender.isRotating() || (!anybody && others.stream().anyMatch(WatchedConnection::isRotating));
        if (postponed) {
            return;
        }
        roundAt = shared.loop().now();
        if (sender.isOpen() && anybody) {
            send();
        } else {
            counters.broadcastsToNone.increment();
            counters.broadcastRecipients.add(0);
            planNext();
        }
    }

    private void send() {
        Round fresh = new Round(HexFormat.of().toHexDigits(shared.random().nextLong()), roundAt);
        others.stream().filter(WatchedConnection::isOpen).forEach(fresh.pending::add);
        fresh.recipients = fresh.pending.size();
        fresh.deadline = roundAt + settings.timeout().toNanos();
        round = fresh;
        fresh.pending.forEach(receiver -> receiver.await(fresh.id));
        alarm.setFor(fresh.deadline);
        sender.send(settings.text().replace(Broadcast.ID, fresh.id));
    }

    private void finish(Round over) {
        round = null;
        over.pending.forEach(receiver -> receiver.await(null));
        if (over.reached == over.recipients) {
            counters.broadcastsToAll.increment();
        } else if (over.reached > 0) {
            counters.broadcastsToSome.increment();
        } else {
            counters.broadcastsToNone.increment();
        }
        if (over.reached > 0) {
            counters.broadcastDurations.addNanos(over.lastArrival);
        }
        counters.broadcastRecipients.add(over.reached);
        planNext();
    }

    /**
     * A message that took longer than the interval is followed by the next at once, but after connections whose time was up
     * meanwhile: they wait for the end of the message, and would wait for ever.
     */
    private void planNext() {
        long planned = roundAt + settings.every().toNanos();
        long soonest = shared.loop().now() + 1;
        alarm.setFor(planned - soonest > 0 ? planned : soonest);
    }

    /** A message that is on its way. */
    private static final class Round {
        private final String id;
        private final long sent;
        private final Set<WatchedConnection> pending = new HashSet<>();
        private long deadline;
        private int recipients;
        private int reached;
        private long lastArrival;

        private Round(String id, long sent) {
            this.id = id;
            this.sent = sent;
        }
    }
}
