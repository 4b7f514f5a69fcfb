package dev.websocketexporter.engine.run;

import io.netty.channel.EventLoop;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Takes slow work off a probe's event loop and brings its outcome back there. */
public final class BlockingExecutor {
    private final Executor executor;

    public BlockingExecutor(Executor executor) {
        this.executor = executor;
    }

    /** Does the work on a thread of the pool; what depends on the future runs on the loop. */
    public <T extends @Nullable Object> CompletableFuture<T> call(EventLoop loop, Callable<T> work) {
        return back(loop, CompletableFuture.supplyAsync(() -> called(work), executor));
    }

    /** The same with work that may wait for a future. */
    public <T> CompletableFuture<T> begin(EventLoop loop, Callable<CompletableFuture<T>> work) {
        CompletableFuture<@Nullable Void> now = CompletableFuture.completedFuture(null);
        return back(loop, now.thenComposeAsync(nothing -> called(work), executor));
    }

    private static <T extends @Nullable Object> CompletableFuture<T> back(EventLoop loop, CompletableFuture<T> done) {
        CompletableFuture<T> back = new CompletableFuture<>();
        CompletableFuture<T> unused = done.whenCompleteAsync(
                (value, failure) -> {
                    if (failure == null) {
                        back.complete(value);
                    } else {
                        back.completeExceptionally(failure);
                    }
                },
                loop);
        return back;
    }

    private static <T extends @Nullable Object> T called(Callable<T> work) {
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
