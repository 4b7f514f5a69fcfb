package dev.websocketexporter.watch;

import dev.websocketexporter.probe.watch.HoldListener;
import dev.websocketexporter.watch.SequenceCounter.Numbers;
import org.jspecify.annotations.Nullable;

/** When one connection last had a message that counts, and its numbers. Written by one thread; safe to read from any. */
final class HeardMessages {
    private volatile boolean heard;
    private volatile long heardAt;
    private volatile @Nullable Numbers numbers;

    /** Whether one came. */
    boolean isAny() {
        return heard;
    }

    /**
     * One more has come.
     *
     * @param sequence its number, or {@link HoldListener#NO_SEQUENCE}
     * @param counter counts what is wrong with the numbers
     */
    void add(long tick, long sequence, SequenceCounter counter) {
        if (sequence != HoldListener.NO_SEQUENCE) {
            add(sequence, counter);
        }
        heardAt = tick;
        heard = true;
    }

    private void add(long sequence, SequenceCounter counter) {
        Numbers known = numbers;
        if (known == null) {
            known = new Numbers(counter);
            known.next(sequence);
            // Only now: whoever sees it may ask for the last number.
            numbers = known;
        } else {
            known.next(sequence);
        }
    }

    /** When the last one came; means nothing before the first. */
    long lastAt() {
        return heardAt;
    }

    /** The numbers; absent: none came. */
    @Nullable
    Numbers numbers() {
        return numbers;
    }
}
