package dev.websocketexporter.engine.work;

import dev.websocketexporter.probe.report.ExporterLimit;
import org.jspecify.annotations.Nullable;

/** Runs tasks on other threads, as far as it has places. Safe for use by several threads. */
public interface TaskRunner {
    /** Runs the task, now or when a thread is free, and returns at once; null: there is no place for it. */
    @Nullable
    Ticket offer(Runnable task);

    /** What a probe fails for that finds no place here. */
    ExporterLimit limit();

    /** What it is for and how busy it is, in words that follow "executor for". */
    String words();
}
