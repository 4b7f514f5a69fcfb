package dev.websocketexporter.server.handlers;

import dev.websocketexporter.config.targets.OfferedGroup;
import dev.websocketexporter.server.http.Answers;
import io.javalin.http.Context;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** {@code /sd}: the targets of the configuration in the form of Prometheus' {@code http_sd_configs}, queries included. */
public final class DiscoveryHandler {
    /** The only type that Prometheus takes. */
    private static final String JSON = "application/json;charset=utf-8";

    private final Supplier<CompletableFuture<List<OfferedGroup>>> targets;
    private final Executor pool;

    /**
     * The handler.
     *
     * @param targets as they are when it is asked
     * @param pool writes the answers
     */
    public DiscoveryHandler(Supplier<CompletableFuture<List<OfferedGroup>>> targets, Executor pool) {
        this.targets = targets;
        this.pool = pool;
    }

    public void offer(Context context) {
        context.future(() ->
                targets.get().thenAcceptAsync(groups -> Answers.ok(context, JSON, DiscoveryJson.of(groups)), pool));
    }
}
