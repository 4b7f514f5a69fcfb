package dev.websocketexporter.engine.run;

import dev.websocketexporter.engine.work.TaskRunner;
import dev.websocketexporter.engine.work.Ticket;
import dev.websocketexporter.probe.report.ExporterLimit;
import io.netty.channel.EventLoop;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Takes slow work off a probe's event loop and brings its outcome back there. Work that has no place fails its probe
 * with {@code exporter_limit}; what is still under way when its probe is over is given up.
 */
public final class BlockingExecutor {
    private final TaskRunner runner;

    public BlockingExecutor(TaskRunner runner) {
        this.runner = runner;
    }

    /** Does the work on another thread; what depends on the future runs on the loop. To be called on the loop. */
    public <T extends @Nullable Object> CompletableFuture<T> call(PhaseContext context, Callable<T> work) {
        return begin(context, () -> CompletableFuture.completedFuture(work.call()));
    }

    /** The same with work that may wait for a future. */
    public <T extends @Nullable Object> CompletableFuture<T> begin(
            PhaseContext context, Callable<CompletableFuture<T>> work) {
        if (context.isOver()) {
            return CompletableFuture.failedFuture(new CancellationException("the probe is over"));
        }
        CompletableFuture<T> done = new CompletableFuture<>();
        Ticket ticket = runner.offer(() -> {
            CompletableFuture<T> unused = called(work).whenComplete((value, failure) -> end(done, value, failure));
        });
        if (ticket == null) {
            return CompletableFuture.failedFuture(noPlace(context, runner));
        }
        Errand errand = new Errand(ticket, runner);
        context.begin(errand);
        return back(context, done, errand);
    }

    /** A probe cannot go on, since the executor that it needs has no place for its work. */
    public static ProbeFailedException noPlace(PhaseContext context, TaskRunner runner) {
        return ProbeFailedException.ofExporter(
                context.clock().lastBegun(),
                runner.limit(),
                "the exporter has no place for more work in its executor for " + runner.words());
    }

    private static <T extends @Nullable Object> CompletableFuture<T> back(
            PhaseContext context, CompletableFuture<T> done, OwnWork errand) {
        CompletableFuture<T> back = new CompletableFuture<>();
        EventLoop loop = context.loop();
        CompletableFuture<T> unused = done.whenComplete((value, failure) -> {
            try {
                loop.execute(() -> {
                    context.ended(errand);
                    end(back, value, failure);
                });
            } catch (RejectedExecutionException e) {
                // The loop has been shut down: nobody waits any more.
                back.cancel(false);
            }
        });
        return back;
    }

    private static <T extends @Nullable Object> CompletableFuture<T> called(Callable<CompletableFuture<T>> work) {
        try {
            return work.call();
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e instanceof RuntimeException ? e : new CompletionException(e));
        }
    }

    @SuppressWarnings("NullAway") // null is the value of work without one
    private static <T extends @Nullable Object> void end(
            CompletableFuture<T> future, @Nullable T value, @Nullable Throwable failure) {
        if (failure == null) {
            future.complete(value);
        } else {
            future.completeExceptionally(failure);
        }
    }

    /** A task of a probe; no record, since each is another. */
    private static final class Errand implements OwnWork {
        private final Ticket ticket;
        private final TaskRunner runner;

        Errand(Ticket ticket, TaskRunner runner) {
            this.ticket = ticket;
            this.runner = runner;
        }

        @Override
        public void cancel() {
            ticket.cancel();
        }

        @Override
        public ExporterLimit limit() {
            return runner.limit();
        }

        @Override
        public @Nullable String waitsFor() {
            return ticket.isWaiting() ? "a free thread of the exporter's executor for " + runner.words() : null;
        }

        @Override
        public long waitedNanos(long sinceBegun) {
            return ticket.waitedNanos();
        }
    }
}
