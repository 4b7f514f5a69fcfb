package dev.websocketexporter.probe;

import java.time.Duration;

/**
 * The confirmation of failures: a failed attempt is followed by another one, inside the budget of the probe.
 *
 * @param most how many in all, from 1
 * @param interval from the end of a failed one to the beginning of the next
 */
public record Attempts(int most, Duration interval) {
    public static final Attempts ONE = new Attempts(1, Duration.ofSeconds(1));

    /** With less, an attempt would only call a healthy target down. */
    private static final Duration SHORTEST = Duration.ofMillis(100);

    /**
     * What each of several attempts may take, where they are made one after the other with the intervals between them.
     *
     * @param time for all of it
     * @param attempts from 1
     * @return negative when the intervals alone take longer
     */
    public Duration share(Duration time, int attempts) {
        return time.minus(interval.multipliedBy(attempts - 1L)).dividedBy(attempts);
    }

    /** Whether an attempt that may take this long can find out anything. */
    public static boolean isWorthwhile(Duration share) {
        return share.compareTo(SHORTEST) >= 0;
    }
}
