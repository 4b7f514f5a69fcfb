package dev.websocketexporter.watch;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Alarms in the order of their times; those of the same time in the order in which they were set. An alarm that is set again
 * or cancelled leaves nothing behind, however far its time is. Not safe for use by several threads.
 */
final class Agenda {
    /** Ticks have an arbitrary origin, so only differences are compared. */
    private static final Comparator<Alarm> EARLIEST_FIRST = (one, other) ->
            one.tick == other.tick ? Long.compare(one.order, other.order) : Long.signum(one.tick - other.tick);

    private final TreeSet<Alarm> alarms = new TreeSet<>(EARLIEST_FIRST);
    private long orders;

    /** An alarm that is not set yet. */
    Alarm alarm(Runnable task) {
        return new Alarm(task);
    }

    /** The time of the earliest alarm; absent: none is set. */
    @Nullable
    Long earliest() {
        return alarms.isEmpty() ? null : alarms.first().tick;
    }

    /** Takes out the earliest alarm whose time has come; absent: there is none. */
    @Nullable
    Runnable takeDue(long now) {
        if (alarms.isEmpty() || alarms.first().tick - now > 0) {
            return null;
        }
        Alarm due = alarms.first();
        due.cancel();
        return due.task;
    }

    /** Runs its task once, when its time has come. */
    final class Alarm {
        private final Runnable task;
        private long tick;
        private long order;
        private boolean set;

        private Alarm(Runnable task) {
            this.task = task;
        }

        /** Sets it for this tick, instead of an earlier or later one; a tick in the past is now. */
        void setFor(long when) {
            cancel();
            tick = when;
            order = orders++;
            set = true;
            alarms.add(this);
        }

        void cancel() {
            if (set) {
                alarms.remove(this);
                set = false;
            }
        }

        boolean isSet() {
            return set;
        }
    }
}
