package dev.websocketexporter.server.connection;

import dev.websocketexporter.probe.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a client has sent of a request whose head is not complete. Safe for use by several threads. */
final class RequestHead {
    /** How long a client may take to send it, however slowly it trickles. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    /** It is kept as it came, and as the fields that were read of it. */
    private static final int HEAP_OF_A_BYTE = 2;

    private final Ticker ticker;
    private @Nullable Long beganNanos;
    private long bytes;

    RequestHead(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Returns how much more memory it takes, beyond what each client may have. */
    synchronized long grow(int filled) {
        if (beganNanos == null) {
            beganNanos = ticker.read();
        }
        long free = Math.max(0, ClientMemory.FREE_BYTES - bytes);
        bytes += filled;
        return HEAP_OF_A_BYTE * Math.max(0, filled - free);
    }

    synchronized boolean takesTooLong() {
        return beganNanos != null && ticker.read() - beganNanos > LONGEST.toNanos();
    }

    /** It is complete. Returns whether it took more memory than each client may have. */
    synchronized boolean end() {
        boolean large = bytes > ClientMemory.FREE_BYTES;
        beganNanos = null;
        bytes = 0;
        return large;
    }
}
