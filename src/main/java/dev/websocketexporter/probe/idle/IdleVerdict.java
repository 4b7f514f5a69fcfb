package dev.websocketexporter.probe.idle;

import dev.websocketexporter.probe.idle.IdleConnection.End;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What follows from the connections of a trial. */
public sealed interface IdleVerdict {
    /** Its name in JSON. */
    String label();

    /** How long a connection may be idle before it is lost, as far as that is known; absent: for ever, or it is not. */
    default @Nullable Duration limit() {
        return null;
    }

    /**
     * Every connection that was idle for so long was ended, at once and to be seen.
     *
     * @param after the median of them
     * @param least the shortest
     * @param most the longest
     * @param connections how many were ended
     * @param end of the first
     * @param detail of the first, in words
     * @param basis what was as long
     * @param together whether all ended in the same moment, although they were opened one after the other
     */
    record Limit(
            Duration after,
            Duration least,
            Duration most,
            int connections,
            End end,
            String detail,
            Basis basis,
            boolean together)
            implements IdleVerdict {
        /** What a limit is counted from. */
        public enum Basis {
            /** The last word of either side. */
            SILENCE,
            /** The opening: the server spoke meanwhile, which put nothing off. */
            AGE
        }

        @Override
        public String label() {
            return basis == Basis.SILENCE ? "limit" : "limit_though_busy";
        }

        @Override
        public Duration limit() {
            return after;
        }
    }

    /**
     * The path has forgotten connections, and told nobody: only who speaks finds out.
     *
     * @param works the longest silence after which one still worked; zero: none did
     * @param lost the shortest after which one did not
     * @param connections how many did not
     * @param end what came in the place of an answer: nothing, or a late end
     */
    record HalfOpen(Duration works, Duration lost, int connections, End end) implements IdleVerdict {
        @Override
        public String label() {
            return "half_open";
        }

        /** The middle of the two, in ratio; the shortest if none worked. */
        @Override
        public Duration limit() {
            return works.isZero()
                    ? lost
                    : Duration.ofNanos(Math.round(Math.sqrt((double) works.toNanos() * lost.toNanos())));
        }
    }

    /**
     * Every connection worked when its time was over.
     *
     * @param silence the longest time of which that is known
     */
    record NoLimit(Duration silence) implements IdleVerdict {
        @Override
        public String label() {
            return "no_limit";
        }
    }

    /**
     * No connection was lost, and none was ever idle for long, since the server speaks by itself.
     *
     * @param every the mean time from one of its words to the next
     * @param silence the longest pause between them
     * @param age how long the oldest lived
     * @param speaks what it says most
     */
    record NeverIdle(Duration every, Duration silence, Duration age, Speech speaks) implements IdleVerdict {
        /** What a server says by itself. */
        public enum Speech {
            PINGS,
            MESSAGES
        }

        @Override
        public String label() {
            return "never_idle";
        }
    }

    /**
     * Some were lost and others were not, after the same time or a longer one: whatever ends them does not go by idle time.
     *
     * @param lost the shortest time after which one was lost
     * @param lived the longest after which one was not, or not yet
     * @param connections how many were lost
     * @param end of the first that was lost
     * @param detail of it, in words
     */
    record Unsteady(Duration lost, Duration lived, int connections, End end, String detail) implements IdleVerdict {
        @Override
        public String label() {
            return "unsteady";
        }
    }

    /**
     * Nothing follows yet, since the trial was broken off, or no connection could be held.
     *
     * @param works the longest silence after which one worked; zero: that is not known of any
     * @param detail in words why; empty: it was broken off
     */
    record Unknown(Duration works, String detail) implements IdleVerdict {
        @Override
        public String label() {
            return "unknown";
        }
    }
}
