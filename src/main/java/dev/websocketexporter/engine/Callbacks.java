package dev.websocketexporter.engine;

import io.netty.util.concurrent.Future;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * How a step listens to Netty: an exception in a listener would only be logged, and the step that waits for the listener
 * would hang until the deadline and blame the target.
 */
final class Callbacks {
    private Callbacks() {}

    /** Calls back when the future is done; what goes wrong in the callback fails the step. */
    static <V> void on(Future<V> future, CompletableFuture<?> step, Consumer<Future<? super V>> callback) {
        future.addListener(done -> {
            try {
                callback.accept(done);
            } catch (RuntimeException e) {
                step.completeExceptionally(e);
            }
        });
    }
}
