package dev.websocketexporter.probe;

import java.time.Duration;

/**
 * Pings that ask whether somebody is still there (RFC 6455 §5.5.2).
 *
 * @param pings how many; zero: none
 * @param interval from the sending of one to the sending of the next, which waits for the outcome of the one before
 * @param timeout how long one pong may take
 * @param maxMissed how many pongs may be missing; one more fails the probe
 */
public record Heartbeat(int pings, Duration interval, Duration timeout, int maxMissed) {
    public static final Heartbeat NONE = new Heartbeat(0, Duration.ofSeconds(1), Duration.ofSeconds(2), 0);
}
