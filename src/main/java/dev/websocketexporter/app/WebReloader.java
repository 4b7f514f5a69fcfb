package dev.websocketexporter.app;

import dev.websocketexporter.config.LiveWebConfiguration;
import dev.websocketexporter.config.LiveWebConfiguration.Look;
import dev.websocketexporter.config.web.WebConfiguration;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.server.recording.WebReloads;
import dev.websocketexporter.server.recording.WebReloads.Rejection;
import dev.websocketexporter.server.web.WebSource;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the web configuration and the files that it names at each request and each new connection. Log and metrics
 * report what has changed.
 */
final class WebReloader implements WebSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebReloader.class);

    private final LiveWebConfiguration configuration;
    private final WebReloads metrics;
    private final Clock clock;
    private final SharedLook<WebConfiguration> looks;

    /** What is new and not in force yet; absent: nothing is. Guarded by this. */
    private @Nullable Settling settling;

    /** Whether a look is to come without being asked for. Guarded by this. */
    private boolean lookIsDue;

    WebReloader(LiveWebConfiguration configuration, WebReloads metrics, Ticker ticker, Clock clock) {
        this.configuration = configuration;
        this.metrics = metrics;
        this.clock = clock;
        this.looks = new SharedLook<>("web-configuration", this::look, configuration, ticker);
        configuration.loaded().warnings().forEach(LOG::warn);
    }

    @Override
    public WebConfiguration get() {
        return configuration.get();
    }

    @Override
    public CompletableFuture<WebConfiguration> fresh() {
        return looks.fresh();
    }

    private void look() {
        try {
            Look look = configuration.look();
            unsettled = look instanceof Look.Unsettled;
            report(look);
        } catch (RuntimeException | Error e) {
            metrics.failed();
            LOG.error("internal error while the web configuration was loaded, the old one stays in force", e);
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
        looks.close();
    }
}
