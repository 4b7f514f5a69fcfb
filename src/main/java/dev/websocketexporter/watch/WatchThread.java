package dev.websocketexporter.watch;

import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.watch.Agenda.Alarm;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The loop on a thread of its own, which begins with the first task: an exporter that watches nothing has none. */
final class WatchThread implements WatchLoop {
    private static final String NAME = "watch";

    private final Ticker ticker;
    private final Consumer<RuntimeException> defects;

    /** Only used by the thread. */
    private final Agenda agenda = new Agenda();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wakeUp = lock.newCondition();

    // Guarded by the lock.
    private Deque<Runnable> given = new ArrayDeque<>();
    private boolean begun;
    private boolean closed;

    /** @param defects is told what a task throws; the loop goes on */
    WatchThread(Ticker ticker, Consumer<RuntimeException> defects) {
        this.ticker = ticker;
        this.defects = defects;
    }

    @Override
    public long now() {
        return ticker.read();
    }

    @Override
    public Alarm alarm(Runnable task) {
        return agenda.alarm(task);
    }

    @Override
    public void execute(Runnable task) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            given.add(task);
            wakeUp.signal();
            if (!begun) {
                begun = true;
                Thread thread = new Thread(this::run, NAME);
                thread.setDaemon(true);
                thread.start();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            given.clear();
            wakeUp.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        try {
            while (true) {
                tasks = awaitWork(tasks);
                if (tasks == null) {
                    return;
                }
                tasks.forEach(this::run);
                tasks.clear();
                runDue();
            }
        } catch (InterruptedException e) {
            // Whoever interrupts this thread wants it to end, and nothing else runs on it.
            close();
        }
    }

    /** All that was given, in exchange for the empty queue; empty when an alarm is due; null when the loop is closed. */
    private @Nullable Deque<Runnable> awaitWork(Deque<Runnable> empty) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (given.isEmpty() && !closed) {
                Long earliest = agenda.earliest();
                if (earliest == null) {
                    wakeUp.await();
                } else {
                    long left = earliest - ticker.read();
                    if (left <= 0) {
                        return empty;
                    }
                    long unused = wakeUp.awaitNanos(left);
                }
            }
            if (closed) {
                return null;
            }
            Deque<Runnable> tasks = given;
            given = empty;
            return tasks;
        } finally {
            lock.unlock();
        }
    }

    /** Alarms that become due meanwhile wait, so that tasks that were given have their turn. */
    private void runDue() {
        long now = ticker.read();
        for (Runnable due = agenda.takeDue(now); due != null; due = agenda.takeDue(now)) {
            run(due);
        }
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            defects.accept(e);
        } catch (Error e) {
            // Without this thread nothing would be opened any more, and nobody would notice.
            defects.accept(new IllegalStateException("an error in a task of the watch", e));
        }
    }
}
