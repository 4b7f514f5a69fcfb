package dev.websocketexporter.engine.hold;

import dev.websocketexporter.engine.loop.ProbeLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Many timers of one event loop that cost next to nothing: they stand in the slots of a wheel, and only the next slot in use
 * has a timer of Netty's. They fire up to a slot late. What is due fires only after the loop has looked at its sockets since
 * it was due, so that whoever waits for an answer has seen it if it has come. Confined to the loop.
 */
final class LoopTimers {
    static final long SLOT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int SLOTS = 512;

    /** A list of its own: those that fire now, each of which may set and cancel others. */
    private static final int FIRING = SLOTS;

    private static final int NOWHERE = -1;

    /** After so long a pause of the process, more sockets may be ready than the loop reads in one turn... */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** ...so that it looks so often before it goes by what has not come. */
    private static final int LOOKS = 8;

    /** Something that is due at a tick, once. */
    abstract static class Timer {
        private long dueAt;
        private int slot = NOWHERE;
        private @Nullable Timer next;
        private @Nullable Timer previous;

        /**
         * Its time has come; it is not set any more. Throws nothing.
         *
         * @param look what had come before this tick has been read
         */
        abstract void due(long look);
    }

    private final ProbeLoop loop;

    /** The first timer of each slot. */
    private final @Nullable Timer[] slots = new Timer[SLOTS + 1];

    private final BitSet used = new BitSet(SLOTS);

    /** The number, since the origin of the ticks, of the first slot in which a timer may be. */
    private long position;

    private @Nullable ScheduledFuture<?> wakeup;
    private long wakesAt;
    private int looksLeft = LOOKS;

    LoopTimers(ProbeLoop loop) {
        this.loop = loop;
        this.position = numberOf(loop.ticker().read());
    }

    /** Sets the timer to that tick, instead of the one that it was set to. */
    void set(Timer timer, long dueAt) {
        cancel(timer);
        timer.dueAt = dueAt;
        long number = Math.max(position, numberOf(dueAt));
        link(timer, Math.floorMod(number, SLOTS));
        wakeAfter(number);
    }

    void cancel(Timer timer) {
        int slot = timer.slot;
        if (slot == NOWHERE) {
            return;
        }
        Timer next = timer.next;
        if (next != null) {
            next.previous = timer.previous;
        }
        if (timer.previous != null) {
            timer.previous.next = next;
        } else {
            slots[slot] = next;
            used.set(slot, next != null);
        }
        timer.next = null;
        timer.previous = null;
        timer.slot = NOWHERE;
    }

    private void link(Timer timer, int slot) {
        Timer first = slots[slot];
        timer.slot = slot;
        timer.next = first;
        if (first != null) {
            first.previous = timer;
        }
        slots[slot] = timer;
        used.set(slot);
    }

    /** When all of a slot is due. */
    private void wakeAfter(long number) {
        long at = (number + 1) * SLOT_NANOS;
        if (wakeup != null && wakesAt - at <= 0) {
            return;
        }
        if (wakeup != null) {
            wakeup.cancel(false);
        }
        wakesAt = at;
        wakeIn(at - loop.ticker().read());
    }

    private void wakeIn(long nanos) {
        wakeup = loop.executor().schedule(this::wake, Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    private void wake() {
        long look = loop.lookedAt();
        boolean late = look - wakesAt > LATE_NANOS;
        if (look - wakesAt < 0 || (late && looksLeft > 0)) {
            looksLeft -= late ? 1 : 0;
            // A timer, not a task: between two tasks the loop need not look at its sockets.
            wakeIn(0);
            return;
        }
        looksLeft = LOOKS;
        wakeup = null;
        fire(look);
        int next = used.nextSetBit(Math.floorMod(position, SLOTS));
        if (next < 0 || next == FIRING) {
            next = used.nextSetBit(0);
        }
        if (next >= 0) {
            wakeAfter(position + Math.floorMod(next - position, SLOTS));
        }
    }

    private void fire(long look) {
        long last = numberOf(look);
        for (long number = Math.max(position, last - SLOTS + 1); number <= last; number++) {
            Timer timer = slots[Math.floorMod(number, SLOTS)];
            while (timer != null) {
                Timer next = timer.next;
                // The others of the slot are due in a later round.
                if (timer.dueAt - look <= 0) {
                    cancel(timer);
                    link(timer, FIRING);
                }
                timer = next;
            }
        }
        position = last;
        for (Timer timer = slots[FIRING]; timer != null; timer = slots[FIRING]) {
            cancel(timer);
            timer.due(look);
        }
    }

    private static long numberOf(long tick) {
        return Math.floorDiv(tick, SLOT_NANOS);
    }
}
