package dev.websocketexporter.server.handlers;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Holds back probes that are requested between listening and ready: started at once, they would report the slowness of a
 * cold Java runtime as that of their targets. Safe for use by several threads.
 */
public final class ReadinessGate {
    /** No probe is held back longer, whatever keeps the exporter from being ready. */
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(5);

    /** Left to a probe that was held back for too long, since no budget may be empty. */
    private static final Duration SHORTEST_BUDGET = Duration.ofMillis(1);

    private final Ticker ticker;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    /** A closed gate. */
    public ReadinessGate(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Lets through the probes that are held back, and all later ones at once. */
    public void open() {
        opened.complete(null);
    }

    public boolean isOpen() {
        return opened.isDone();
    }

    /** How many probes are held back, for tests. */
    public int held() {
        return opened.getNumberOfDependents();
    }

    /**
     * Completes, never exceptionally, when the gate opens, or earlier, so that the probe keeps half of its budget.
     *
     * @param scheduler bounds the wait
     * @return the request with what is left of its budget
     */
    CompletableFuture<ProbeRequest> hold(ProbeRequest request, Scheduler scheduler) {
        long since = ticker.read();
        Duration half = request.budget().dividedBy(2);
        Duration atMost = half.compareTo(LONGEST_HOLD) < 0 ? half : LONGEST_HOLD;
        CompletableFuture<Void> held = opened.copy();
        Scheduler.Task patience = scheduler.schedule(() -> held.complete(null), atMost.toNanos(), TimeUnit.NANOSECONDS);
        return held.thenApply(over -> {
            patience.cancel();
            Duration left = request.budget().minusNanos(ticker.read() - since);
            return request.withBudget(left.compareTo(SHORTEST_BUDGET) < 0 ? SHORTEST_BUDGET : left);
        });
    }
}
