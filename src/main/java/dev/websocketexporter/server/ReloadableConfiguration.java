package dev.websocketexporter.server;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ReloadResult;
import dev.websocketexporter.config.targets.OfferedGroup;
import dev.websocketexporter.config.targets.TargetGroup;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The configuration as the handlers see it. Safe for use by several threads. */
public interface ReloadableConfiguration extends Supplier<Configuration> {
    /** The current snapshot; immutable, and the same until the next reload. Never blocks. */
    @Override
    Configuration get();

    /**
     * Begins to load the configuration again and returns at once. What the files contain when this is called, or later,
     * is loaded. Completes exceptionally only through a bug.
     */
    CompletionStage<ReloadResult> reload();

    /**
     * The targets that are offered to Prometheus, with what the files that the configuration names say now, if it can read
     * them.
     */
    default CompletableFuture<List<OfferedGroup>> targets() {
        return CompletableFuture.completedFuture(
                get().targets().stream().map(TargetGroup::offered).toList());
    }
}
