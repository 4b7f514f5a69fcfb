package dev.websocketexporter.cli.idle;

import dev.websocketexporter.probe.watch.WatchSettings.Pings;
import java.time.Duration;

/**
 * How a silent connection shows that it works.
 *
 * @param pings when the first is sent, and how long its pong may take
 * @param way what is asked when its length is over
 */
record Asking(Pings pings, Way way) {
    /** No pings. */
    private static final Pings NONE = new Pings(Duration.ZERO, Duration.ofSeconds(1), 0);

    /** What is asked. */
    enum Way {
        /** A pong must come. */
        PING,
        /** The server's Close must come. */
        CLOSE,
        /** No answer is expected: what is open works. */
        NOTHING
    }

    private static final Duration LONGEST_GRACE = Duration.ofMillis(200);

    /** With a ping after the length. */
    static Asking byPing(Duration length, Duration timeout) {
        return new Asking(new Pings(length.plus(grace(length)), timeout, 0), Way.PING);
    }

    /** How much later it asks, since a limit that is just the length is to be seen as an end, and not as an answer. */
    static Duration grace(Duration length) {
        Duration part = length.dividedBy(10);
        return part.compareTo(LONGEST_GRACE) < 0 ? part : LONGEST_GRACE;
    }

    /** With a Close after the length. */
    static Asking byClose() {
        return new Asking(NONE, Way.CLOSE);
    }

    /** With nothing, as the server answers neither. */
    static Asking byNothing() {
        return new Asking(NONE, Way.NOTHING);
    }

    /** The same with pings all the time. */
    Asking pinging(Duration interval, Duration timeout) {
        return new Asking(new Pings(interval, timeout, 0), way);
    }

    boolean isByPing() {
        return way == Way.PING;
    }
}
