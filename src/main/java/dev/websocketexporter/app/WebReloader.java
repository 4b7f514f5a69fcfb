package dev.websocketexporter.app;

import dev.websocketexporter.config.LiveWebConfiguration;
import dev.websocketexporter.config.LiveWebConfiguration.Look;
import dev.websocketexporter.config.web.WebConfiguration;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.server.recording.WebReloads;
import dev.websocketexporter.server.recording.WebReloads.Rejection;
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
 * own: those that ask at the same time share a look. While something new settles, it looks again by itself, and requests
 * wait for that a little. Log and metrics report what has changed.
 */
final class WebReloader implements WebSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebReloader.class);

    /** How long a request waits for a look; while a file hangs, what is in force stays so. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    /** How long requests wait for what settles; of a file that never stays the same, what is in force stays so. */
    private static final Duration PATIENCE_WITH_CHANGES = LiveWebConfiguration.SETTLING.multipliedBy(2);

    private final LiveWebConfiguration configuration;
    private final WebReloads metrics;
    private final Ticker ticker;
    private final Clock clock;
    private final ThreadPoolExecutor thread;

    /** Asked for and not begun: further requests share it. Guarded by this. */
    private @Nullable CompletableFuture<Boolean> next;

    /** When the look that is under way began; absent: none is. Guarded by this. */
    private @Nullable Long beganNanos;

    /** What is new and not in force yet; absent: nothing is. Guarded by this. */
    private @Nullable Settling settling;

    /** Whether a look is to come without being asked for. Guarded by this. */
    private boolean lookIsDue;

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
        CompletableFuture<Boolean> asked = next;
        if (asked == null) {
            asked = new CompletableFuture<>();
            try {
                thread.execute(this::look);
            } catch (RejectedExecutionException e) {
                return CompletableFuture.completedFuture(get());
            }
            next = asked;
        }
        return asked.copy()
                .completeOnTimeout(false, PATIENCE.toNanos(), TimeUnit.NANOSECONDS)
                .thenCompose(looked -> settled())
                .thenApply(settled -> get());
    }

    /** Whether what was new is in force, or refused; completes soon, in any case. */
    private synchronized CompletableFuture<Boolean> settled() {
        if (settling == null) {
            return CompletableFuture.completedFuture(true);
        }
        long nanos = PATIENCE_WITH_CHANGES.toNanos() - (ticker.read() - settling.sinceNanos());
        return nanos <= 0
                ? CompletableFuture.completedFuture(false)
                : settling.over().copy().completeOnTimeout(false, nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Something new that has not stayed the same for long enough.
     *
     * @param over completes when it is in force, or refused
     * @param sinceNanos when a look found it
     */
    private record Settling(CompletableFuture<Boolean> over, long sinceNanos) {}

    @Override
    public void rejected(Rejection reason) {
        metrics.rejected(reason);
    }

    private void look() {
        CompletableFuture<Boolean> asked;
        synchronized (this) {
            asked = next;
            next = null;
            beganNanos = ticker.read();
        }
        boolean unsettled = false;
        try {
            Look look = configuration.look();
            unsettled = look instanceof Look.Unsettled;
            report(look);
        } catch (RuntimeException | Error e) {
            metrics.failed();
            LOG.error("internal error while the web configuration was loaded, the old one stays in force", e);
        } finally {
            CompletableFuture<Boolean> over = ended(unsettled);
            if (over != null) {
                over.complete(true);
            }
            if (asked != null) {
                asked.complete(true);
            }
        }
    }

    /** What those who waited for something new are told by; absent: nobody waited, or it is not over. */
    private synchronized @Nullable CompletableFuture<Boolean> ended(boolean unsettled) {
        beganNanos = null;
        Settling before = settling;
        if (!unsettled) {
            settling = null;
            return before == null ? null : before.over();
        }
        if (before == null) {
            settling = new Settling(new CompletableFuture<>(), ticker.read());
        }
        lookLater();
        return null;
    }

    /** The next request may come in a minute only, and be the one that should have the new password. */
    private synchronized void lookLater() {
        if (lookIsDue) {
            return;
        }
        lookIsDue = true;
        CompletableFuture.delayedExecutor(LiveWebConfiguration.SETTLING.toNanos(), TimeUnit.NANOSECONDS, thread)
                .execute(this::lookAgain);
    }

    private void lookAgain() {
        synchronized (this) {
            lookIsDue = false;
        }
        look();
    }

    private void report(Look look) {
        if (look instanceof Look.Reloaded reloaded) {
            metrics.succeeded(reloaded.loaded().configuration(), clock.instant());
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
