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
    private long frameNanos;
    private int lastFilled;
    private int carried;

    RequestHead(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Returns how much more memory it takes, beyond what each client may have. */
    synchronized long grow(int filled) {
        if (beganNanos == null) {
            beganNanos = ticker.read();
        }
        int more = carried + filled;
        carried = 0;
        lastFilled = filled;
        long free = Math.max(0, ClientMemory.FREE_BYTES - bytes);
        bytes += more;
        return HEAP_OF_A_BYTE * Math.max(0, more - free);
    }

    /**
     * Ends it if what was filled last had the beginning of another frame of HTTP/2: the frames before it are complete then,
     * and nobody can tell here how much of what was filled is of the new one. A head of several frames counts as one.
     *
     * @param nanos when the frame began that was read last, on any clock
     * @return whether it took more memory than each client may have
     */
    synchronized boolean endFrame(long nanos) {
        if (frameNanos == nanos) {
            return false;
        }
        frameNanos = nanos;
        boolean large = end();
        carried = lastFilled;
        return large;
    }

    synchronized boolean takesTooLong() {
        return beganNanos != null && ticker.read() - beganNanos > LONGEST.toNanos();
    }

    /** It is complete. Returns whether it took more memory than each client may have. */
    synchronized boolean end() {
        boolean large = bytes > ClientMemory.FREE_BYTES;
        beganNanos = null;
        bytes = 0;
        carried = 0;
        return large;
    }
}
