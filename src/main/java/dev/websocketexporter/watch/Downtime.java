package dev.websocketexporter.watch;

import org.jspecify.annotations.Nullable;

/** Whether a connection that should be open is down, since when, and whether it was open before. Used on the loop only. */
final class Downtime {
    private boolean down;
    private boolean outage;
    private long since;

    /** An open connection was lost: an outage begins. */
    void dropped(long tick) {
        begin(tick);
        outage = true;
    }

    /**
     * An opening has failed. After a drop the outage just goes on; a first opening, or one after a close on purpose, begins none.
     *
     * @return whether this is news: it was not known to be down
     */
    boolean failed(long tick) {
        return begin(tick);
    }

    private boolean begin(long tick) {
        if (down) {
            return false;
        }
        down = true;
        since = tick;
        return true;
    }

    /** It is open again: how long it was down; absent: it was not. */
    @Nullable
    Up opened(long tick) {
        Up up = down ? new Up(tick - since, outage) : null;
        down = false;
        outage = false;
        return up;
    }

    /** @param outage whether a drop was the beginning */
    record Up(long downNanos, boolean outage) {}
}
