package dev.websocketexporter.server.handlers;

import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.ReloadResult;
import dev.websocketexporter.config.yaml.ConfigError;
import dev.websocketexporter.server.http.Answers;
import dev.websocketexporter.server.http.HttpErrorException;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code /-/reload}: reloads the configuration and reports how that ended. No thread waits for the file. */
public final class ReloadHandler {
    private final Supplier<CompletionStage<ReloadResult>> reloading;
    private final BooleanSupplier draining;
    private final Executor executor;

    /**
     * The handler.
     *
     * @param reloading begins a reload and returns at once
     * @param draining whether the exporter is shutting down
     * @param executor answers
     */
    public ReloadHandler(
            Supplier<CompletionStage<ReloadResult>> reloading, BooleanSupplier draining, Executor executor) {
        this.reloading = reloading;
        this.draining = draining;
        this.executor = executor;
    }

    public void reload(Context context) throws HttpErrorException {
        if (draining.getAsBoolean()) {
            throw HttpErrorException.unavailable("the exporter is shutting down and loads no configuration any more"
                    + " (expected: a retry once it is up again)");
        }
        context.future(() -> reloading
                .get()
                .thenAcceptAsync(result -> answer(context, result), executor)
                .toCompletableFuture());
    }

    private static void answer(Context context, ReloadResult result) {
        if (result instanceof ReloadResult.Reloaded reloaded) {
            Answers.ok(context, Answers.PLAIN, text(reloaded.loaded()));
        } else if (result instanceof ReloadResult.NothingToReload) {
            Answers.ok(
                    context,
                    Answers.PLAIN,
                    "nothing to reload: without --config.file, the embedded configuration is in force\n");
        } else if (result instanceof ReloadResult.Refused refused) {
            Answers.refuse(
                    context,
                    HttpStatus.INTERNAL_SERVER_ERROR,
                    refused.mistakes().stream().map(ConfigError::toString).collect(Collectors.joining("\n")));
        }
    }

    private static String text(Loaded loaded) {
        int modules = loaded.configuration().modules().size();
        StringBuilder text = new StringBuilder("configuration reloaded: ")
                .append(modules)
                .append(modules == 1 ? " module\n" : " modules\n");
        loaded.warnings()
                .forEach(warning -> text.append("warning: ").append(warning).append('\n'));
        return text.toString();
    }
}
