package dev.websocketexporter.engine.run;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Observes each write: a probe whose write failed unobserved would wait until its deadline. */
public final class Writes {
    private Writes() {}

    /** Writes and flushes; {@code onFailure} is called on the loop with what went wrong. */
    public static void send(Channel channel, Object message, Consumer<Throwable> onFailure) {
        channel.writeAndFlush(message).addListener(done -> {
            if (!done.isSuccess()) {
                onFailure.accept(done.cause());
            }
        });
    }

    /** Calls back when the future is done; what goes wrong in the callback fails the step. */
    public static <V> void on(Future<V> future, CompletableFuture<?> step, Consumer<Future<? super V>> callback) {
        future.addListener(done -> {
            try {
                callback.accept(done);
            } catch (RuntimeException e) {
                step.completeExceptionally(e);
            }
        });
    }
}
