package dev.websocketexporter.app;

import dev.websocketexporter.config.LiveWebConfiguration;
import dev.websocketexporter.config.LiveWebConfiguration.Look;
import dev.websocketexporter.config.web.WebConfiguration;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.server.recording.WebReloads;
import dev.websocketexporter.server.web.WebSource;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the web configuration and the files that it names at each request and each new connection, on a thread of its
 * own: those that ask at the same time share a look. Log and metrics report what has changed.
 */
final class WebReloader implements WebSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebReloader.class);

    /** How long a request waits for a look; while a file hangs, what is in force stays so. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final LiveWebConfiguration configuration;
    private final WebReloads metrics;
    private final Ticker ticker;
    private final Clock clock;
    private final ThreadPoolExecutor thread;

    /** Asked for and not begun: further requests share it. Guarded by this. */
    private @Nullable CompletableFuture<WebConfiguration> next;

    /** When the look that is under way began; absent: none is. Guarded by this. */
    private @Nullable Long beganNanos;

    WebReloader(LiveWebConfiguration configuration, WebReloads metrics, Ticker ticker, Clock clock) {
        this.configuration = configuration;
        this.metrics = metrics;
        this.ticker = ticker;
        this.clock = clock;
        this.thread =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), WebReloader::daemon);
        configuration.loaded().warnings().forEach(LOG::warn);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "web-configuration");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public WebConfiguration get() {
        return configuration.get();
    }

    @Override
    public synchronized CompletableFuture<WebConfiguration> fresh() {
        if (beganNanos != null && ticker.read() - beganNanos > PATIENCE.toNanos()) {
            return CompletableFuture.completedFuture(get());
        }
        CompletableFuture<WebConfiguration> asked = next;
        if (asked == null) {
            asked = new CompletableFuture<>();
            try {
                thread.execute(this::look);
            } catch (RejectedExecutionException e) {
                return CompletableFuture.completedFuture(get());
            }
            next = asked;
        }
        return asked.copy().completeOnTimeout(get(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        CompletableFuture<WebConfiguration> asked;
        synchronized (this) {
            asked = next;
            next = null;
            beganNanos = ticker.read();
        }
        try {
            report(configuration.look());
        } catch (RuntimeException | Error e) {
            metrics.failed();
            LOG.error("internal error while the web configuration was loaded, the old one stays in force", e);
        } finally {
            synchronized (this) {
                beganNanos = null;
            }
            if (asked != null) {
                asked.complete(get());
            }
        }
    }

    private void report(Look look) {
        if (look instanceof Look.Reloaded reloaded) {
            metrics.succeeded(clock.instant());
            LOG.atInfo().addKeyValue("file", configuration.name()).log("web configuration reloaded");
            reloaded.loaded().warnings().forEach(LOG::warn);
        } else if (look instanceof Look.Refused refused) {
            metrics.failed();
            refused.mistakes()
                    .forEach(mistake -> LOG.atError()
                            .addKeyValue("mistake", mistake)
                            .log("web configuration refused, the old one stays in force"));
        }
    }

    /** Does not wait for a look that has begun. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
