package dev.websocketexporter.engine;

import java.time.Duration;

/**
 * How late the event loop of one probe was while the probe ran: when it came to the probe's beginning, to what had arrived
 * for it, to its deadline, and to what was due in between. Confined to the loop.
 */
final class ProbeLag {
    private long mostNanos;

    /** The loop was that late; less than nothing is none. */
    void note(long nanos) {
        mostNanos = Math.max(mostNanos, nanos);
    }

    Duration most() {
        return Duration.ofNanos(mostNanos);
    }
}
