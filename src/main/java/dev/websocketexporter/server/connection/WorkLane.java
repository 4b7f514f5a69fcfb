package dev.websocketexporter.server.connection;

import dev.websocketexporter.probe.Ticker;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A part of a pool: at most so many of its threads at once. Clients share the time of these: next is who has had least of it
 * since it began to wait, so that whoever has a hundred tasks, or expensive ones, delays the others by no more than its
 * share. What the rest of the pool does, such as taking in new connections and sending answers, does not wait behind it.
 * Safe for use by several threads.
 */
final class WorkLane {
    private final Executor pool;
    private final int width;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();

    /** In the order of their last turns; none without a task. */
    private final Map<Object, Turns> waiting = new LinkedHashMap<>();

    /** What each client has had that always waited: where new ones begin. */
    private long fairNanos;

    private int running;

    /**
     * Of which nothing is in use.
     *
     * @param width how many threads at once; at least 1
     * @param ticker measures what each client takes
     */
    WorkLane(Executor pool, int width, Ticker ticker) {
        this.pool = pool;
        this.width = width;
        this.ticker = ticker;
    }

    /** What one client waits for. */
    private static final class Turns {
        private final Queue<Runnable> tasks = new ArrayDeque<>(1);
        private long nanos;

        Turns(long nanos) {
            this.nanos = nanos;
        }
    }

    /** @param client whose task it is */
    void execute(Object client, Runnable task) {
        lock.lock();
        try {
            if (running >= width) {
                waiting.computeIfAbsent(client, c -> new Turns(fairNanos)).tasks.add(task);
                return;
            }
            running++;
        } finally {
            lock.unlock();
        }
        pool.execute(() -> run(client, task));
    }

    /** Takes a task back. Returns whether it was still waiting: then it will not run. */
    boolean drop(Object client, Runnable task) {
        lock.lock();
        try {
            Turns turns = waiting.get(client);
            if (turns == null || !turns.tasks.remove(task)) {
                return false;
            }
            if (turns.tasks.isEmpty()) {
                waiting.remove(client);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** One task a turn in the pool, so that a long queue here keeps none of its threads. */
    private void run(Object client, Runnable task) {
        long begun = ticker.read();
        try {
            task.run();
        } finally {
            next(client, ticker.read() - begun);
        }
    }

    private void next(Object last, long tookNanos) {
        Object client;
        Runnable task;
        lock.lock();
        try {
            charge(last, tookNanos);
            Map.Entry<Object, Turns> next = waiting.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> entry.getValue().nanos))
                    .orElse(null);
            if (next == null) {
                running--;
                return;
            }
            client = next.getKey();
            Turns turns = next.getValue();
            task = turns.tasks.remove();
            waiting.remove(client);
            if (!turns.tasks.isEmpty()) {
                // After the others that have had as much.
                waiting.put(client, turns);
            }
        } finally {
            lock.unlock();
        }
        pool.execute(() -> run(client, task));
    }

    private void charge(Object client, long nanos) {
        fairNanos += nanos / (waiting.size() + 1);
        Turns turns = waiting.get(client);
        if (turns != null) {
            turns.nanos += nanos;
        }
    }
}
