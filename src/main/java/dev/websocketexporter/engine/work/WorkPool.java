package dev.websocketexporter.engine.work;

import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.report.ExecutorFigures;
import dev.websocketexporter.probe.report.ExporterLimit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A bounded number of threads with a bounded queue. */
public final class WorkPool implements TaskRunner, AutoCloseable {
    private static final long LONGEST_IDLE_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** So many are there from the start and stay when they are idle: no usual probe waits for a new one. */
    private static final int KEPT = 2;

    private final ExporterLimit limit;
    private final String name;
    private final Size size;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Queue<Task> queue = new ArrayDeque<>();
    private final Set<Thread> threads = new HashSet<>();
    private int active;
    private int made;
    private long rejected;
    private long skipped;
    private boolean closed;
    private volatile Consumer<Duration> waits = wait -> {};

    /**
     * The bounds.
     *
     * @param threads how many tasks run at once, at most
     * @param waiting how many wait for a thread, at most
     * @param stackBytes of each thread; 0: the runtime's default
     */
    public record Size(int threads, int waiting, long stackBytes) {}

    /** @param limit what it is for; its label is the name of the threads, and in metrics and messages */
    public WorkPool(ExporterLimit limit, Size size, Ticker ticker) {
        this.limit = limit;
        this.name = limit.label();
        this.size = size;
        this.ticker = ticker;
        lock.lock();
        try {
            while (made < Math.min(KEPT, size.threads())) {
                startThread(null);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Ticket offer(Runnable task) {
        Task accepted = new Task(task, ticker.read());
        lock.lock();
        try {
            if (closed) {
                return null;
            }
            if (threads.size() - active > queue.size()) {
                queue.add(accepted);
                work.signal();
            } else if (threads.size() < size.threads()) {
                startThread(accepted);
            } else if (queue.size() < size.waiting()) {
                queue.add(accepted);
            } else {
                // Without a queue it is a reserve: there is another place.
                rejected += size.waiting() > 0 ? 1 : 0;
                return null;
            }
            return accepted;
        } catch (OutOfMemoryError e) {
            // The system has no thread left.
            rejected++;
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void startThread(@Nullable Task first) {
        Thread thread = new Thread(null, () -> runAll(first), name + "-" + ++made, size.stackBytes());
        // One that hangs in the kernel must not keep the process.
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
        active += first == null ? 0 : 1;
    }

    private void runAll(@Nullable Task first) {
        for (Task next = first == null ? next() : first; next != null; next = next()) {
            try {
                next.run();
            } catch (RuntimeException | Error bug) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, bug);
            }
            done();
        }
    }

    private void done() {
        lock.lock();
        try {
            active--;
        } finally {
            lock.unlock();
        }
    }

    /** The next task; null: the thread is not needed any more. */
    private @Nullable Task next() {
        lock.lock();
        Task next = null;
        try {
            long left = LONGEST_IDLE_NANOS;
            while (queue.isEmpty() && !closed && (left > 0 || threads.size() <= KEPT)) {
                if (left > 0) {
                    left = work.awaitNanos(left);
                } else {
                    work.await();
                }
            }
            next = queue.poll();
        } catch (InterruptedException e) {
            // The pool was closed.
            next = null;
        } finally {
            if (next == null) {
                // Under the same lock: whoever comes next does not count on this thread.
                threads.remove(Thread.currentThread());
            } else {
                active++;
            }
            lock.unlock();
        }
        return next;
    }

    /** Of its threads, and in metrics and messages. */
    public String name() {
        return name;
    }

    @Override
    public ExporterLimit limit() {
        return limit;
    }

    @Override
    public String words() {
        ExecutorFigures now = figures();
        return name + " (" + now.active() + " of " + now.threads() + " threads are busy, " + now.queued()
                + " tasks wait)";
    }

    public ExecutorFigures figures() {
        lock.lock();
        try {
            return new ExecutorFigures(name, size.threads(), active, queue.size(), rejected, skipped);
        } finally {
            lock.unlock();
        }
    }

    /** From now on the observer is given how long each task waited for its thread, on that thread. */
    public void watchWaits(Consumer<Duration> observer) {
        waits = observer;
    }

    /** Drops what waits and interrupts what runs; does not wait for it. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            threads.forEach(Thread::interrupt);
        } finally {
            lock.unlock();
        }
    }

    private void skip(Task task) {
        lock.lock();
        try {
            queue.remove(task);
            skipped++;
        } finally {
            lock.unlock();
        }
    }

    private final class Task implements Ticket {
        private final Runnable task;
        private final long since;
        private long waited;
        private boolean begun;
        private boolean over;
        private @Nullable Thread thread;

        Task(Runnable task, long since) {
            this.task = task;
            this.since = since;
        }

        void run() {
            synchronized (this) {
                if (over) {
                    return;
                }
                begun = true;
                thread = Thread.currentThread();
                waited = ticker.read() - since;
            }
            waits.accept(Duration.ofNanos(waited));
            try {
                task.run();
            } finally {
                synchronized (this) {
                    over = true;
                    thread = null;
                    // It was meant for this task, not for the next.
                    boolean unused = Thread.interrupted();
                }
            }
        }

        @Override
        public void cancel() {
            synchronized (this) {
                if (thread != null) {
                    thread.interrupt();
                }
                if (over || begun) {
                    return;
                }
                over = true;
            }
            skip(this);
        }

        @Override
        public synchronized boolean isWaiting() {
            return !begun && !over;
        }

        @Override
        public synchronized long waitedNanos() {
            return waited;
        }
    }
}
