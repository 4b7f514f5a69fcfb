package dev.websocketexporter.server;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ReloadResult;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The configuration as the doors see it. Safe for use by several threads. */
public interface ReloadableConfiguration extends Supplier<Configuration> {
    /** The snapshot of now; immutable, and the same until the next reload. Waits for nothing. */
    @Override
    Configuration get();

    /**
     * Loads the configuration anew, from what is there now or comes before the loading begins, and returns at once.
     * Fails only through a bug.
     */
    CompletionStage<ReloadResult> reload();
}
