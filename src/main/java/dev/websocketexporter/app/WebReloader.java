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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the web configuration and the files that it names at each request and each new connection, on a thread of its
 * own. While something new settles, it looks again by itself, and requests
 * wait for that a little. Log and metrics report what has changed.
 */
final class WebReloader implements WebSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebReloader.class);

    /** How long requests wait for what settles; of a file that never stays the same, what is in force stays so. */
    private static final Duration PATIENCE_WITH_CHANGES = LiveWebConfiguration.SETTLING.multipliedBy(2);

    private final LiveWebConfiguration configuration;
    private final WebReloads metrics;
    private final Ticker ticker;
    private final Clock clock;
    private final SharedLook<WebConfiguration> looks;

    /** What is new and not in force yet; absent: nothing is. Guarded by this. */
    private @Nullable Settling settling;

    WebReloader(LiveWebConfiguration configuration, WebReloads metrics, Ticker ticker, Clock clock) {
        this.configuration = configuration;
        this.metrics = metrics;
        this.ticker = ticker;
        this.clock = clock;
        this.looks = new SharedLook<>("web-configuration", this::look, configuration, ticker, SharedLook.PATIENCE);
        configuration.loaded().warnings().forEach(LOG::warn);
    }

    @Override
    public WebConfiguration get() {
        return configuration.get();
    }

    @Override
    public CompletableFuture<WebConfiguration> fresh() {
        return looks.fresh().thenCompose(looked -> settled()).thenApply(settled -> get());
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
        }
    }

    /** What those who waited for something new are told by; absent: nobody waited, or it is not over. */
    private synchronized @Nullable CompletableFuture<Boolean> ended(boolean unsettled) {
        Settling before = settling;
        if (!unsettled) {
            settling = null;
            return before == null ? null : before.over();
        }
        if (before == null) {
            settling = new Settling(new CompletableFuture<>(), ticker.read());
        }
        // The next request may come in a minute only, and be the one that should have the new password.
        looks.lookLater(LiveWebConfiguration.SETTLING);
        return null;
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
        looks.close();
    }
}
