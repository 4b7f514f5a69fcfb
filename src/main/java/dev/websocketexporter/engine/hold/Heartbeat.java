package dev.websocketexporter.engine.hold;

import dev.websocketexporter.engine.frames.PingPayload;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.probe.module.Conversation.Heartbeat.Accept;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.probe.watch.WatchSettings.Pings;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Pings of a held connection and their pongs (RFC 6455 §5.5.2); several may be on their way. Confined to the event loop.
 */
final class Heartbeat extends LoopTimers.Timer {
    /** A ping whose pong has not come. */
    private static final class Ping {
        private final long payload;
        private final long sentAt;
        private boolean isMissed;

        /** The one that was sent after it. */
        private @Nullable Ping next;

        Ping(long payload, long sentAt) {
            this.payload = payload;
            this.sentAt = sentAt;
        }
    }

    /**
     * From the last look that found nothing parsed to the one that may miss a pong: two slots are from one look to the next,
     * so that there is one more, and the socket is read before it.
     */
    private static final long PAUSE_NANOS = 3 * LoopTimers.SLOT_NANOS;

    private final HeldSocket socket;
    private final Pings pings;
    private final Accept accept;
    private final BooleanSupplier isReading;
    private final HoldEnding ending;
    private @Nullable Ping oldest;
    private @Nullable Ping newest;
    private long nextPingAt;

    /** When a pong was due and nothing was parsed, so that it may wait in the socket. */
    private long lastPausedAt;

    private int sent;
    private int missed;

    /** Whether nothing happens any more. */
    private boolean over;

    /**
     * @param accept what answers a ping
     * @param isReading whether what arrives is parsed: else a pong may be there
     * @param ending is told when too many pongs in a row were missed
     */
    Heartbeat(HeldSocket socket, Pings pings, Accept accept, BooleanSupplier isReading, HoldEnding ending) {
        this.socket = socket;
        this.pings = pings;
        this.accept = accept;
        this.isReading = isReading;
        this.ending = ending;
    }

    /** Sends the first ping an interval after that tick. */
    void begin(long tick) {
        if (pings.happens()) {
            nextPingAt = tick + pings.interval().toNanos();
            lastPausedAt = tick - PAUSE_NANOS;
            socket.home().timers().set(this, nextPingAt);
        }
    }

    /** Sends nothing and misses nothing any more. */
    void end() {
        over = true;
        socket.home().timers().cancel(this);
        oldest = null;
        newest = null;
    }

    @Override
    void due(long look) {
        try {
            act(look);
        } catch (RuntimeException bug) {
            ending.bug(bug);
        }
    }

    private void act(long look) {
        if (!isReading.getAsBoolean()) {
            lastPausedAt = look;
        } else if (look - lastPausedAt > PAUSE_NANOS) {
            missUntil(look);
        }
        if (over) {
            return;
        }
        long now = socket.now();
        if (now - nextPingAt >= 0) {
            ping(now);
            // After a pause of the exporter, one ping is enough.
            nextPingAt = Math.max(nextPingAt, now - pings.interval().toNanos())
                    + pings.interval().toNanos();
        }
        if (!over) {
            socket.home().timers().set(this, next(look));
        }
    }

    private long next(long look) {
        Ping awaited = firstAwaited();
        if (awaited == null) {
            return nextPingAt;
        }
        // One that is overdue waits for what arrives to be parsed.
        long overdueAt = Math.max(awaited.sentAt + pings.timeout().toNanos(), look + LoopTimers.SLOT_NANOS);
        return Math.min(nextPingAt, overdueAt);
    }

    private @Nullable Ping firstAwaited() {
        Ping ping = oldest;
        while (ping != null && ping.isMissed) {
            ping = ping.next;
        }
        return ping;
    }

    /** A peer that reads nothing gets no more of them; nevertheless it must answer. */
    private void ping(long now) {
        long payload = PingPayload.NONE;
        long sentAt = now;
        if (socket.channel().isWritable()) {
            payload = PingPayload.of(socket.home().random(), ++sent);
            boolean unused = socket.sender().ping(PingPayload.bytes(payload)).isDone();
            sentAt = Math.max(now, socket.wire().sentAt());
        }
        if (over) {
            return;
        }
        Ping ping = new Ping(payload, sentAt);
        if (newest == null) {
            oldest = ping;
        } else {
            newest.next = ping;
        }
        newest = ping;
    }

    private void missUntil(long look) {
        for (Ping ping = firstAwaited(); ping != null && isOverdue(ping, look); ping = firstAwaited()) {
            miss(ping);
        }
    }

    private boolean isOverdue(Ping ping, long tick) {
        return tick - ping.sentAt > pings.timeout().toNanos();
    }

    private void miss(Ping ping) {
        ping.isMissed = true;
        if (accept == Accept.NONE) {
            forgetUntil(ping);
            return;
        }
        missed++;
        socket.listener().pongMissed(missed, socket.now());
        if (missed > pings.maxMissed()) {
            ending.dead(
                    (missed == 1 ? "a pong was missed" : missed + " pongs in a row were missed") + ": none came within "
                            + Text.of(pings.timeout()) + " (expected: at most " + pings.maxMissed() + " missed)");
        }
    }

    /**
     * A pong came, off the socket at the tick. It answers the pings before its own, too (RFC 6455 §5.5.3). One that answers
     * none still shows that the peer is alive.
     */
    void pong(Bytes came, long readAt) {
        Ping ping = answered(PingPayload.parse(came));
        if (ping == null) {
            missed = 0;
            forgetMissed();
            socket.listener().controlFrame(readAt);
            return;
        }
        // What the loop was too busy or too asleep to read may have come in time.
        long mayHaveComeAt = Math.min(readAt, Math.max(socket.home().loop().surelyQuietUntil(), ping.sentAt));
        if (!ping.isMissed && !wasPaused(ping) && isOverdue(ping, mayHaveComeAt)) {
            miss(ping);
        }
        if (!over) {
            missed = 0;
            forgetUntil(ping);
            socket.listener().pong(Math.max(0, readAt - ping.sentAt), readAt);
        }
    }

    /** Whether nothing was parsed when its pong was due at the latest: act() looks then. */
    private boolean wasPaused(Ping ping) {
        return lastPausedAt - ping.sentAt > pings.timeout().toNanos();
    }

    private @Nullable Ping answered(long payload) {
        Ping ping = oldest;
        while (ping != null && (payload == PingPayload.NONE || ping.payload != payload)) {
            ping = ping.next;
        }
        return ping == null && accept != Accept.MATCHING ? firstAwaited() : ping;
    }

    /** A peer whose pongs never answer would have them kept for ever. */
    private void forgetMissed() {
        while (oldest != null && oldest.isMissed) {
            forgetUntil(oldest);
        }
    }

    private void forgetUntil(Ping ping) {
        oldest = ping.next;
        newest = oldest == null ? null : newest;
    }
}
