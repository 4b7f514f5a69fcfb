package dev.websocketexporter.server.connection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A part of a pool: at most so many of its threads at once, in the order of arrival. What the others do, such as taking in
 * new connections and sending answers, does not wait behind it. Safe for use by several threads.
 */
final class WorkLane implements Executor {
    /** What a request that waits here takes of the heap is in no other account. */
    static final int CROWD = 256;

    private final Executor pool;
    private final int width;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int running;

    /** @param width how many threads at once; at least 1 */
    WorkLane(Executor pool, int width) {
        this.pool = pool;
        this.width = width;
    }

    @Override
    public void execute(Runnable task) {
        lock.lock();
        try {
            if (running >= width) {
                waiting.addLast(task);
                return;
            }
            running++;
        } finally {
            lock.unlock();
        }
        pool.execute(() -> run(task));
    }

    /** So many wait that whoever can ask again later should. */
    boolean isCrowded() {
        lock.lock();
        try {
            return waiting.size() >= CROWD;
        } finally {
            lock.unlock();
        }
    }

    /** One task a turn in the pool, so that a long queue here keeps none of its threads. */
    private void run(Runnable task) {
        try {
            task.run();
        } finally {
            Runnable next = next();
            if (next != null) {
                pool.execute(() -> run(next));
            }
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            Runnable next = waiting.pollFirst();
            if (next == null) {
                running--;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }
}
