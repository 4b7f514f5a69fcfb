package dev.websocketexporter.server.recording;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;

/**
 * Writes lines on the threads of a pool, in the order in which they came, on one thread at a time: a reader of the log
 * that stops reading blocks that one and no other. Bounded: lines that come while too many wait are left out and counted.
 * Safe for use by several threads.
 */
final class LogQueue {
    /** Each holds the result of a probe, whose log may have 64 KiB. */
    static final int MOST_WAITING = 100;

    private final Logger log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean writing;
    private long leftOut;

    /**
     * An empty queue.
     *
     * @param log reports how much was left out
     */
    LogQueue(Logger log) {
        this.log = log;
    }

    /**
     * Returns at once.
     *
     * @param lines writes, and may block
     */
    void add(Runnable lines, Executor pool) {
        lock.lock();
        try {
            if (waiting.size() >= MOST_WAITING) {
                leftOut++;
                return;
            }
            waiting.addLast(lines);
            if (writing) {
                return;
            }
            writing = true;
        } finally {
            lock.unlock();
        }
        pool.execute(() -> writeNext(pool));
    }

    private void writeNext(Executor pool) {
        try {
            take().run();
        } finally {
            if (isMoreToWrite()) {
                pool.execute(() -> writeNext(pool));
            }
        }
    }

    private Runnable take() {
        lock.lock();
        try {
            Runnable next = waiting.removeFirst();
            long before = leftOut;
            leftOut = 0;
            return before == 0 ? next : () -> reportThenWrite(before, next);
        } finally {
            lock.unlock();
        }
    }

    private void reportThenWrite(long before, Runnable next) {
        log.atWarn()
                .addKeyValue("probes", before)
                .log("lines of probes were left out, since the log was not written fast enough");
        next.run();
    }

    private boolean isMoreToWrite() {
        lock.lock();
        try {
            writing = !waiting.isEmpty();
            return writing;
        } finally {
            lock.unlock();
        }
    }
}
