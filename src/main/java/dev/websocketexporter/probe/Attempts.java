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
}
