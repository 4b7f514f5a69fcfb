package dev.websocketexporter.engine.loop;

import dev.websocketexporter.probe.report.MessageMemoryFigures;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One total for the memory that messages may take in all probes together, received or sent: a peer decides how much of it
 * its probe needs. It is reserved before it is taken. When it is used up, the probe that holds most of it has to give all
 * of it back, so that one peer, or a few, cost only their own probes. Safe for use by several threads.
 */
public final class MessageMemory {
    /** The heap holds the running probes, the history and what is judged, too. */
    private static final int PARTS_OF_THE_HEAP = 4;

    /** What each probe may hold unreserved: most messages are shorter, and cost nothing here. */
    private static final int FREE_BYTES = 4 * 1024;

    /** More than that is reserved in such steps. */
    private static final int STEP_BYTES = 16 * 1024;

    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong exceeded = new AtomicLong();

    /** Of it, what connections have that are held open. */
    private final AtomicLong lasting = new AtomicLong();

    private final Set<Share> shares = ConcurrentHashMap.newKeySet();

    /** @param limit the total in bytes */
    public MessageMemory(long limit) {
        this.limit = limit;
    }

    /** A quarter of the heap of this Java runtime. */
    public static MessageMemory ofThisRuntime() {
        return new MessageMemory(Runtime.getRuntime().maxMemory() / PARTS_OF_THE_HEAP);
    }

    /** The total in bytes. */
    public long limit() {
        return limit;
    }

    /** Whether connections that are held open have most of it: then no peer is to blame that there is no more. */
    public boolean isMostlyLasting() {
        return lasting.get() > limit / 2;
    }

    /** How it stands now. */
    public MessageMemoryFigures figures() {
        return new MessageMemoryFigures(limit, used.get(), exceeded.get());
    }

    /**
     * The share of one connection, which has nothing yet.
     *
     * @param loop the connection's event loop
     * @param evicted runs on it when the share has to be given back because it is the largest; the connection ends then
     */
    public Share share(Executor loop, Runnable evicted) {
        return new Share(loop, evicted);
    }

    /** Makes room for what was just reserved; says what became of the share that did. */
    private synchronized Answer settle(Share asking) {
        while (used.get() - leaving() > limit) {
            Share largest = largest();
            if (largest == null || asking.reserved >= largest.reserved) {
                exceeded.incrementAndGet();
                return Answer.LARGEST;
            }
            largest.leaving = true;
            exceeded.incrementAndGet();
            largest.loop.execute(largest.evicted);
        }
        // Those that leave need a moment; more than a part of the total on credit would be no bound.
        if (used.get() > limit + limit / PARTS_OF_THE_HEAP) {
            exceeded.incrementAndGet();
            return Answer.NO_ROOM;
        }
        return Answer.GRANTED;
    }

    /** What will be given back soon. */
    private long leaving() {
        return shares.stream()
                .filter(share -> share.leaving)
                .mapToLong(share -> share.reserved)
                .sum();
    }

    private @Nullable Share largest() {
        return shares.stream()
                .filter(share -> !share.leaving)
                .max(Comparator.comparingLong(share -> share.reserved))
                .orElse(null);
    }

    /** What became of a wish for memory. */
    public enum Answer {
        GRANTED,
        /** Refused: the total is used up, and no other share is as large. */
        LARGEST,
        /** Refused: the total is used up by others, which have not given back yet what they must. */
        NO_ROOM
    }

    /** What one connection holds. Confined to its event loop, except that others see its size. */
    public final class Share {
        private final Executor loop;
        private final Runnable evicted;
        private volatile long reserved;
        private volatile boolean leaving;
        private boolean isLasting;

        private Share(Executor loop, Runnable evicted) {
            this.loop = loop;
            this.evicted = evicted;
        }

        /**
         * From now on the connection holds that many bytes. Less than before is always granted; more is not taken if it
         * is not granted, and after a refusal nothing more is.
         */
        public Answer resize(long bytes) {
            long wanted = bytes <= FREE_BYTES ? 0 : (bytes + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES;
            long more = wanted - reserved;
            if (more <= 0) {
                reserve(more);
                return Answer.GRANTED;
            }
            if (leaving) {
                return Answer.LARGEST;
            }
            reserve(more);
            Answer answer = used.get() > limit ? settle(this) : Answer.GRANTED;
            if (answer != Answer.GRANTED) {
                leaving = true;
                reserve(-more);
            }
            return answer;
        }

        /** From now on it is that of a connection that is held open. */
        public void last() {
            isLasting = true;
            lasting.addAndGet(reserved);
        }

        /** The same for what can be done without: it is granted only while half of the total is free. */
        public boolean resizeIfThereIsPlenty(long bytes) {
            return used.get() + bytes <= limit / 2 && resize(bytes) == Answer.GRANTED;
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // by its own event loop only
        private void reserve(long more) {
            if (more == 0) {
                return;
            }
            reserved += more;
            used.addAndGet(more);
            if (isLasting) {
                lasting.addAndGet(more);
            }
            if (reserved == 0) {
                shares.remove(this);
            } else {
                shares.add(this);
            }
        }
    }
}
