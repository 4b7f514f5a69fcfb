package dev.websocketexporter.probe;

import java.time.Duration;
import java.util.List;

/**
 * What happens on the connection between the opening and the closing handshake.
 *
 * @param compression whether permessage-deflate is offered (RFC 7692)
 * @param maxMessageBytes the largest message taken in, in bytes after decompression; positive
 * @param steps what is said and expected, in order
 * @param heartbeat the pings after the steps
 * @param hold how long the connection is kept open and idle after the heartbeat, before a ping must be answered within
 *     the heartbeat's timeout; zero: not at all
 */
public record Conversation(
        Compression compression, int maxMessageBytes, List<Step> steps, Heartbeat heartbeat, Duration hold) {
    /** Whether messages may be compressed. */
    public enum Compression {
        OFF,
        /** Offered; the server may decline. */
        OFFERED,
        /** Offered, and a server that declines fails the probe. */
        REQUIRED
    }

    /** 1 MiB. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 1 << 20;

    public static final Conversation NONE =
            new Conversation(Compression.OFF, DEFAULT_MAX_MESSAGE_BYTES, List.of(), Heartbeat.NONE, Duration.ZERO);

    public Conversation {
        steps = List.copyOf(steps);
        if (maxMessageBytes <= 0) {
            throw new IllegalArgumentException("maxMessageBytes: " + maxMessageBytes + " (expected: > 0)");
        }
    }

    /** Whether there is anything to do but to close: without it, a probe is judged by the upgrade alone. */
    public boolean happens() {
        return !steps.isEmpty() || heartbeat.pings() > 0 || !hold.isZero();
    }

    public Conversation with(Compression other) {
        return new Conversation(other, maxMessageBytes, steps, heartbeat, hold);
    }

    public Conversation with(Heartbeat other) {
        return new Conversation(compression, maxMessageBytes, steps, other, hold);
    }

    public Conversation withSteps(List<Step> other) {
        return new Conversation(compression, maxMessageBytes, other, heartbeat, hold);
    }

    public Conversation withMaxMessageBytes(int other) {
        return new Conversation(compression, other, steps, heartbeat, hold);
    }

    public Conversation withHold(Duration other) {
        return new Conversation(compression, maxMessageBytes, steps, heartbeat, other);
    }
}
