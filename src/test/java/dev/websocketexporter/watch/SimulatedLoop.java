package dev.websocketexporter.watch;

import dev.websocketexporter.watch.Agenda.Alarm;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** A loop whose time is a test's: nothing waits, and an hour passes in as long as its alarms take. */
final class SimulatedLoop implements WatchLoop {
    /** So far into the range of ticks that an hour later they have overflowed, which nobody may mind. */
    private static final long BEGIN = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();

    private final Agenda agenda = new Agenda();
    private final Queue<Runnable> given = new ArrayDeque<>();
    private long now = BEGIN;
    private boolean running;
    private boolean closed;

    @Override
    public void execute(Runnable task) {
        if (!closed) {
            given.add(task);
        }
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public Alarm alarm(Runnable task) {
        return agenda.alarm(task);
    }

    @Override
    public void close() {
        closed = true;
        given.clear();
    }

    /** How long the simulation has been running. */
    Duration elapsed() {
        return Duration.ofNanos(now - BEGIN);
    }

    /** Runs all that was given and all that is due. */
    void settle() {
        advance(Duration.ZERO);
    }

    /** Lets so much time pass, and runs everything at its time. Within a task, only what the task does itself happens. */
    void advance(Duration time) {
        if (running) {
            return;
        }
        running = true;
        long end = now + time.toNanos();
        runGiven();
        for (Long next = agenda.earliest(); !closed && next != null && next - end <= 0; next = agenda.earliest()) {
            now = next - now > 0 ? next : now;
            Runnable due = agenda.takeDue(now);
            if (due != null) {
                due.run();
            }
            runGiven();
        }
        now = end;
        running = false;
    }

    private void runGiven() {
        for (Runnable task = given.poll(); task != null; task = given.poll()) {
            task.run();
        }
    }
}
