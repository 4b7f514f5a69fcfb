package dev.websocketexporter.engine.work;

import dev.websocketexporter.probe.report.ExporterLimit;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Runs tasks when a test says so, on the test's thread. */
public final class ManualRunner implements TaskRunner {
    private final Queue<Waiting> tasks = new ArrayDeque<>();
    private boolean full;
    private int cancelled;

    @Override
    public @Nullable Ticket offer(Runnable task) {
        if (full) {
            return null;
        }
        Waiting waiting = new Waiting(task);
        tasks.add(waiting);
        return waiting;
    }

    /** From now on there is no place for more. */
    public void fill() {
        full = true;
    }

    /** How many tasks wait. */
    public int size() {
        return tasks.size();
    }

    /** How many tasks were given up. */
    public int cancelled() {
        return cancelled;
    }

    /** Runs the task that has waited longest. */
    public void runNext() {
        tasks.remove().task.run();
    }

    /** Whether there was a task to run. */
    public boolean runAll() {
        boolean ran = !tasks.isEmpty();
        while (!tasks.isEmpty()) {
            runNext();
        }
        return ran;
    }

    public void drop() {
        tasks.clear();
    }

    @Override
    public ExporterLimit limit() {
        return ExporterLimit.MATCHING;
    }

    @Override
    public String words() {
        return "tests (" + tasks.size() + " tasks wait)";
    }

    private final class Waiting implements Ticket {
        private final Runnable task;

        Waiting(Runnable task) {
            this.task = task;
        }

        @Override
        public void cancel() {
            cancelled++;
            tasks.remove(this);
        }

        @Override
        public boolean isWaiting() {
            return tasks.contains(this);
        }

        @Override
        public long waitedNanos() {
            return 0;
        }
    }
}
