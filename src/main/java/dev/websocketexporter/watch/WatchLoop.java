package dev.websocketexporter.watch;

import dev.websocketexporter.watch.Agenda.Alarm;

/** Runs tasks one after the other, now or when their time has come. */
interface WatchLoop extends AutoCloseable {
    /** Runs the task after all that were given before. Returns at once; safe to call from any thread. */
    void execute(Runnable task);

    /** Nanoseconds of the {@link dev.websocketexporter.probe.Ticker}. Safe to call from any thread. */
    long now();

    /** An alarm whose task runs on this loop. It may be set and cancelled on this loop only. */
    Alarm alarm(Runnable task);

    /** Runs nothing more. */
    @Override
    void close();
}
