package dev.websocketexporter.server;

import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.ReloadResult;
import dev.websocketexporter.config.yaml.ConfigError;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** {@code /-/reload}: has the configuration loaded anew and says how that ended. No thread waits for the file. */
final class ReloadHandler {
    private final ReloadableConfiguration configuration;
    private final BooleanSupplier draining;
    private final Executor executor;

    ReloadHandler(ReloadableConfiguration configuration, BooleanSupplier draining, Executor executor) {
        this.configuration = configuration;
        this.draining = draining;
        this.executor = executor;
    }

    void reload(Context context) throws HttpErrorException {
        if (draining.getAsBoolean()) {
            throw HttpErrorException.unavailable("the exporter is shutting down and loads no configuration any more"
                    + " (expected: a retry once it is up again)");
        }
        context.future(() -> configuration
                .reload()
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
