package dev.websocketexporter.server;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ReloadResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** A configuration that a test replaces by hand, and whose reload ends as and when the test wants. */
public final class FakeConfiguration implements ReloadableConfiguration {
    public final CompletableFuture<ReloadResult> result = new CompletableFuture<>();
    public final AtomicInteger reloads = new AtomicInteger();
    public volatile Configuration current;

    /** What a thread that asks for a reload has to go through first. */
    public volatile Runnable onReload = () -> {};

    public FakeConfiguration(Configuration current) {
        this.current = current;
    }

    @Override
    public Configuration get() {
        return current;
    }

    @Override
    public CompletionStage<ReloadResult> reload() {
        reloads.incrementAndGet();
        onReload.run();
        return result;
    }
}
