package dev.websocketexporter.watch;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Says at which time of day something was that has a tick. A jump of the wall clock moves such times along with it, and no
 * duration; between jumps the same tick is always the same instant, so that a time that is shown does not flicker. Safe for use
 * by several threads.
 */
final class WallTime {
    /** The clocks drift apart slowly; from this difference on it counts as a jump. */
    private static final long TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Clock clock;
    private final WatchLoop loop;

    private boolean known;
    private long offset;

    WallTime(Clock clock, WatchLoop loop) {
        this.clock = clock;
        this.loop = loop;
    }

    /** How ticks and the time of day belong together now. */
    synchronized Reading read() {
        Instant wall = clock.instant();
        long tick = loop.now();
        long current = TimeUnit.SECONDS.toNanos(wall.getEpochSecond()) + wall.getNano() - tick;
        if (!known || Math.abs(current - offset) > TOLERANCE_NANOS) {
            known = true;
            offset = current;
        }
        return new Reading(tick, offset);
    }

    /** @param offset from a tick to nanoseconds since 1970, which fit into a long until 2262 */
    record Reading(long tick, long offset) {
        Instant at(long otherTick) {
            return Instant.ofEpochSecond(0, offset + otherTick);
        }
    }
}
