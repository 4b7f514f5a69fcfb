package dev.websocketexporter.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The time from listening to ready. A probe that is asked for in it is held back: started at once, it would report how
 * slow a cold Java runtime is as the slowness of its target. Safe for use by several threads.
 */
final class ReadinessGate {
    /** Nobody is held back longer, whatever keeps the exporter from being ready. */
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(5);

    private final CompletableFuture<Void> over = new CompletableFuture<>();

    void end() {
        over.complete(null);
    }

    boolean isOver() {
        return over.isDone();
    }

    /** How many probes are held back, for tests. */
    int held() {
        return over.getNumberOfDependents();
    }

    /**
     * Completes, never exceptionally, when the start-up is over, or earlier, so that a probe keeps half of its budget.
     *
     * @param budget of the probe that is held back
     */
    CompletableFuture<Void> hold(Duration budget, Scheduler scheduler) {
        Duration half = budget.dividedBy(2);
        Duration atMost = half.compareTo(LONGEST_HOLD) < 0 ? half : LONGEST_HOLD;
        CompletableFuture<Void> held = over.copy();
        Scheduler.Task patience = scheduler.schedule(() -> held.complete(null), atMost.toNanos(), TimeUnit.NANOSECONDS);
        return held.whenComplete((nothing, never) -> patience.cancel());
    }
}
