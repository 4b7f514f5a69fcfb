package dev.websocketexporter.cli.idle;

import dev.websocketexporter.probe.idle.IdleReport.Question;
import dev.websocketexporter.probe.watch.WatchSettings.Pings;
import java.time.Duration;

/**
 * How a silent connection shows that it works.
 *
 * @param pings when the first is sent, and how long its pong may take
 * @param question what is asked when its length is over
 */
record Asking(Pings pings, Question question) {
    /** No pings. */
    private static final Pings NO_PINGS = new Pings(Duration.ZERO, Duration.ofSeconds(1), 0);

    private static final Duration LONGEST_GRACE = Duration.ofMillis(200);

    /** With a ping after the length. */
    static Asking byPing(Duration length, Duration timeout) {
        return new Asking(new Pings(length.plus(grace(length)), timeout, 0), Question.PING);
    }

    /**
     * How much later it asks, since a limit that is just the length is to be seen as an end, and not as an answer. A 25th at
     * most: with two lengths 1.44 times apart, what lies between them is then known within a fifth.
     */
    static Duration grace(Duration length) {
        Duration part = length.dividedBy(25);
        return part.compareTo(LONGEST_GRACE) < 0 ? part : LONGEST_GRACE;
    }

    /** With a Close after the length. */
    static Asking byClose() {
        return new Asking(NO_PINGS, Question.CLOSE);
    }

    /** With nothing, as the server answers neither. */
    static Asking byNothing() {
        return new Asking(NO_PINGS, Question.NONE);
    }

    /** The same with pings all the time. */
    Asking pinging(Duration interval, Duration timeout) {
        return new Asking(new Pings(interval, timeout, 0), question);
    }

    boolean isByPing() {
        return question == Question.PING;
    }
}
