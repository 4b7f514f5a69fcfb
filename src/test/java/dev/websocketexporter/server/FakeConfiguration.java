package dev.websocketexporter.server;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ReloadResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** A configuration that a test replaces by hand, and whose reload ends as and when the test wants. */
final class FakeConfiguration implements ReloadableConfiguration {
    final CompletableFuture<ReloadResult> result = new CompletableFuture<>();
    final AtomicInteger reloads = new AtomicInteger();
    volatile Configuration current;

    /** What a thread that asks for a reload has to go through first. */
    volatile Runnable onReload = () -> {};

    FakeConfiguration(Configuration current) {
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
