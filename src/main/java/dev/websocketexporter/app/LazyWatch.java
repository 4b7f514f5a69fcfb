package dev.websocketexporter.app;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.WatchFigures;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The watch of an exporter. It begins with the first configuration that has one, so that an exporter without it loads and keeps
 * nothing for it. Safe for use by several threads.
 */
final class LazyWatch implements WatchFigures, AutoCloseable {
    private final Supplier<Configuration> configuration;
    private final Supplier<WatchKeeper> beginning;

    /** Absent: no configuration had a watch so far. */
    private volatile @Nullable WatchKeeper keeper;

    // Guarded by this.
    private boolean ready;
    private boolean ended;

    /** @param beginning makes a keeper that works; is asked once at most */
    LazyWatch(Supplier<Configuration> configuration, Supplier<WatchKeeper> beginning) {
        this.configuration = configuration;
        this.beginning = beginning;
    }

    /** From now on connections are opened: a start measures nothing else. */
    synchronized void markReady() {
        ready = true;
        follow();
    }

    /** Another configuration is in force. Returns at once. */
    synchronized void follow() {
        if (!ready || ended) {
            return;
        }
        WatchKeeper known = keeper;
        if (known != null) {
            known.lookSoon();
        } else if (isConfigured()) {
            keeper = beginning.get();
        }
    }

    @Override
    public boolean isConfigured() {
        return !configuration.get().watches().isEmpty();
    }

    @Override
    public List<TargetFigures> targets() {
        WatchKeeper known = keeper;
        return known == null ? List.of() : known.targets();
    }

    /** Closes all connections politely; completes when they are gone or the time is over. */
    CompletableFuture<Void> drain(Duration atMost) {
        WatchKeeper known = end();
        return known == null
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.runAsync(() -> known.drain(atMost), LazyWatch::onAThreadOfItsOwn);
    }

    private synchronized @Nullable WatchKeeper end() {
        ended = true;
        return keeper;
    }

    private static void onAThreadOfItsOwn(Runnable work) {
        Thread thread = new Thread(work, "watch-drain");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        WatchKeeper known = end();
        if (known != null) {
            known.close();
        }
    }
}
