package dev.websocketexporter.app;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.LiveConfiguration;
import dev.websocketexporter.config.ReloadResult;
import dev.websocketexporter.config.targets.OfferedGroup;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.server.ReloadableConfiguration;
import dev.websocketexporter.server.recording.ExporterMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads on a thread of its own, one after the other, since a file may be slow to read. Log and metrics report how each
 * reload ended before its future completes. Safe for use by several threads.
 */
final class Reloader implements ReloadableConfiguration, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

    private final LiveConfiguration configuration;
    private final ExporterMetrics metrics;
    private final Clock clock;
    private final TargetLooks targets;
    private final ScheduledExecutorService thread;

    private volatile Runnable afterReload = () -> {};

    /** Requested and not begun: further requests share it, so that they do not queue. Guarded by this. */
    private @Nullable CompletableFuture<ReloadResult> next;

    /** Reports the configuration that was loaded at the start to the metrics, and looks at its targets. */
    Reloader(LiveConfiguration configuration, ExporterMetrics metrics, Ticker ticker, Clock clock) {
        this.configuration = configuration;
        this.metrics = metrics;
        this.clock = clock;
        this.targets = new TargetLooks(configuration, metrics, ticker, clock);
        this.thread = Executors.newSingleThreadScheduledExecutor(Reloader::daemon);
        metrics.configurationLoaded(get().modules().keySet(), clock.instant());
        if (!get().targets().isEmpty()) {
            lookAtTargets();
        }
    }

    /** So that log and metrics tell of mistakes in their files before anybody asks for them. */
    private void lookAtTargets() {
        CompletableFuture<List<OfferedGroup>> unused = targets.fresh();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "reload");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Configuration get() {
        return configuration.get();
    }

    @Override
    public CompletableFuture<List<OfferedGroup>> targets() {
        return targets.fresh();
    }

    @Override
    public synchronized CompletionStage<ReloadResult> reload() {
        CompletableFuture<ReloadResult> asked = next;
        if (asked == null) {
            asked = new CompletableFuture<>();
            next = asked;
            begin(asked);
        }
        return asked.minimalCompletionStage();
    }

    /** From now on this runs after each reload that succeeds, on the thread of the reload, which it must not block. */
    void afterEach(Runnable work) {
        afterReload = work;
    }

    /** Checks the file at every interval from now on, and loads it when its content has changed. */
    void watch(Duration interval) {
        long nanos = interval.toNanos();
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::reloadIfChanged, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    private void begin(CompletableFuture<ReloadResult> asked) {
        try {
            thread.execute(() -> run(asked));
        } catch (RejectedExecutionException e) {
            asked.completeExceptionally(e);
        }
    }

    private void run(CompletableFuture<ReloadResult> asked) {
        synchronized (this) {
            next = null;
        }
        try {
            asked.complete(reported(configuration::reload));
        } catch (RuntimeException | Error e) {
            asked.completeExceptionally(e);
        }
    }

    private void reloadIfChanged() {
        try {
            reported(configuration::reloadIfChanged);
        } catch (RuntimeException | Error e) {
            // It is reported already; thrown from here, it would end the watch.
        }
    }

    /** The result; null when there is nothing to report. */
    private @Nullable ReloadResult reported(Supplier<@Nullable ReloadResult> work) {
        try {
            ReloadResult result = work.get();
            if (result instanceof ReloadResult.NothingToReload) {
                LOG.info("nothing to reload: without --config.file, the embedded configuration is in force");
            } else if (result instanceof ReloadResult.Reloaded reloaded) {
                report(reloaded.loaded());
            } else if (result instanceof ReloadResult.Refused refused) {
                report(refused);
            }
            return result;
        } catch (RuntimeException | Error e) {
            metrics.configurationReloadFailed();
            LOG.error("internal error while the configuration was loaded, the old one stays in force", e);
            throw e;
        }
    }

    private void report(Loaded loaded) {
        Configuration now = loaded.configuration();
        metrics.configurationLoaded(now.modules().keySet(), clock.instant());
        LOG.atInfo()
                .addKeyValue("file", configuration.source().name())
                .addKeyValue("modules", now.modules().size())
                .log("configuration reloaded");
        loaded.warnings().forEach(LOG::warn);
        lookAtTargets();
        afterReload.run();
    }

    private void report(ReloadResult.Refused refused) {
        metrics.configurationReloadFailed();
        refused.mistakes()
                .forEach(mistake -> LOG.atError()
                        .addKeyValue("mistake", mistake)
                        .log("configuration refused, the old one stays in force"));
    }

    /** Does not wait for a reload that has begun. */
    @Override
    public void close() {
        thread.shutdownNow();
        targets.close();
    }
}
