package dev.websocketexporter.cli.idle;

import dev.websocketexporter.probe.watch.WatchSettings.Pings;
import java.time.Duration;

/**
 * How a silent connection shows that it works.
 *
 * @param pings when the first is sent, and how long its pong may take
 * @param way what is asked when its length is over
 * @param patience how long the answer to a Close may take; zero: none is expected, and what is open works
 */
record Asking(Pings pings, Way way, Duration patience) {
    /** What is asked. */
    enum Way {
        PING,
        CLOSE
    }

    private static final Duration LONGEST_GRACE = Duration.ofMillis(200);

    /** With a ping after the length. */
    static Asking byPing(Duration length, Duration timeout) {
        return new Asking(new Pings(length.plus(grace(length)), timeout, 0), Way.PING, Duration.ZERO);
    }

    /** How much later it asks, since a limit that is just the length is to be seen as an end, and not as an answer. */
    static Duration grace(Duration length) {
        Duration part = length.dividedBy(10);
        return part.compareTo(LONGEST_GRACE) < 0 ? part : LONGEST_GRACE;
    }

    /** With a Close after the length. */
    static Asking byClose(Duration patience) {
        return new Asking(new Pings(Duration.ZERO, Duration.ofSeconds(1), 0), Way.CLOSE, patience);
    }

    /** The same with pings all the time. */
    Asking pinging(Duration interval, Duration timeout) {
        return new Asking(new Pings(interval, timeout, 0), way, patience);
    }

    boolean isByPing() {
        return way == Way.PING;
    }
}
