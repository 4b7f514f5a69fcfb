package dev.websocketexporter.watch;

import dev.websocketexporter.probe.watch.TargetFigures.Sequence;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts what is wrong with the numbers of a target's messages. Safe for use by several threads. */
final class SequenceCounter {
    private final AtomicLong gaps = new AtomicLong();
    private final AtomicLong missing = new AtomicLong();
    private final AtomicLong reordered = new AtomicLong();

    Sequence figures(@Nullable Long last) {
        return new Sequence(gaps.get(), missing.get(), reordered.get(), last);
    }

    /**
     * The numbers of one connection, from its opening on. One thread calls {@link #next}.
     *
     * <p>A number that repeats or goes back is reordered, and leaves the highest one as it is, so that two swapped messages are no
     * second gap. If the number after it follows, numbering has begun anew, as servers do at midnight or after a snapshot, and
     * gaps are found from there on; unless it was several late ones, after which numbers go on where they were.
     */
    static final class Numbers {
        private final SequenceCounter counter;
        private boolean any;
        private long highest;

        /** The highest number before numbering seemed to begin anew; the lowest one: it never did. */
        private long before = Long.MIN_VALUE;

        private volatile long last;

        Numbers(SequenceCounter counter) {
            this.counter = counter;
        }

        void next(long number) {
            if (!any) {
                highest = number;
            } else if (number - 1 == last) {
                before = number < highest ? Math.max(before, highest) : before;
                highest = number;
            } else if (before != Long.MIN_VALUE && number - 1 == before) {
                highest = number;
            } else if (number > highest) {
                count(number - highest - 1);
                highest = number;
            } else {
                counter.reordered.incrementAndGet();
            }
            if (number > before) {
                before = Long.MIN_VALUE;
            }
            any = true;
            last = number;
        }

        private void count(long missed) {
            if (missed != 0) {
                counter.gaps.incrementAndGet();
                // A jump from the lowest numbers to the highest ones is more than a long can say.
                long added = missed < 0 ? Long.MAX_VALUE : missed;
                counter.missing.accumulateAndGet(added, SequenceCounter::saturated);
            }
        }

        /** The last number; called after the first. Safe to call from any thread. */
        long last() {
            return last;
        }
    }

    private static long saturated(long sum, long added) {
        return sum > Long.MAX_VALUE - added ? Long.MAX_VALUE : sum + added;
    }
}
