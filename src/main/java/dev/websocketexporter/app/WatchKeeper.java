package dev.websocketexporter.app;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.watch.WatchFiles;
import dev.websocketexporter.config.watch.WatchFiles.Look;
import dev.websocketexporter.config.yaml.ConfigError;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.watch.Holder;
import dev.websocketexporter.probe.watch.Shard;
import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.WatchedTarget;
import dev.websocketexporter.server.recording.ExporterMetrics;
import dev.websocketexporter.server.recording.TargetLoads;
import dev.websocketexporter.watch.Watches;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is watched at what the configuration and its target files say: looks at the files, on a thread of its own, since
 * one may be slow to read. Log and metrics report what has changed. Safe for use by several threads.
 */
final class WatchKeeper implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(WatchKeeper.class);

    private final Supplier<Configuration> configuration;
    private final WatchFiles files;
    private final Watches watches;
    private final WatchLog log;
    private final WatchPlaces places;
    private final TargetLoads loads;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(WatchKeeper::daemon);

    /** What is watched since the last look. Confined to the thread. */
    private Watched watched = new Watched(false, List.of(), TargetPolicy.DEFAULT);

    /** The mistakes of the last look, which are reported once. Confined to the thread. */
    private Set<ConfigError> reported = Set.of();

    /** What the configuration and its files ask for. */
    private record Watched(boolean configured, List<WatchedTarget> targets, TargetPolicy policy) {}

    /**
     * One that works.
     *
     * @param holder opens the connections, as far as there are places
     */
    static WatchKeeper begin(
            Supplier<Configuration> configuration,
            Shard shard,
            Holder holder,
            WatchPlaces places,
            ExporterMetrics metrics,
            Ticker ticker,
            Clock clock) {
        WatchLog log = new WatchLog(metrics);
        Holder bounded = new BoundedHolder(holder, places.most(), ticker, clock);
        // Any numbers will do: they only spread what would be done at once.
        Watches watches = new Watches(bounded, ticker, clock, new SplittableRandom(), log);
        return new WatchKeeper(configuration, shard, watches, log, places, metrics.watchLoads(), clock, INTERVAL);
    }

    /** Looks at the files every {@code interval} from now on. */
    WatchKeeper(
            Supplier<Configuration> configuration,
            Shard shard,
            Watches watches,
            WatchLog log,
            WatchPlaces places,
            TargetLoads loads,
            Clock clock,
            Duration interval) {
        this.configuration = configuration;
        this.files = new WatchFiles(shard);
        this.watches = watches;
        this.log = log;
        this.places = places;
        this.loads = loads;
        this.clock = clock;
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::look, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "watch-files");
        thread.setDaemon(true);
        return thread;
    }

    /** The configuration has changed. Returns at once. */
    void lookSoon() {
        try {
            thread.execute(this::look);
        } catch (RejectedExecutionException e) {
            LOG.debug("the exporter ends, the watch stays as it is", e);
        }
    }

    private void look() {
        try {
            log.flush();
            Configuration now = configuration.get();
            Look look = files.look(now.watches(), now.targetPolicy());
            follow(new Watched(!now.watches().isEmpty(), look.targets(), now.targetPolicy()));
            report(look);
        } catch (RuntimeException | Error e) {
            // Thrown from here, it would end the looks.
            LOG.error("internal error while the watched targets were loaded, those that are watched stay", e);
        }
    }

    private void follow(Watched now) {
        if (!now.equals(watched)) {
            watched = now;
            watches.replace(now.configured(), now.targets(), now.policy());
        }
    }

    private void report(Look look) {
        int found = look.files().size();
        if (look.mistakes().isEmpty()) {
            loads.succeeded(look.targets().size(), found, clock.instant());
        } else {
            loads.failed(look.targets().size(), found);
        }
        look.changed().stream().sorted().forEach(file -> about(file, "file of watched targets loaded"));
        look.gone().stream()
                .sorted()
                .forEach(file -> about(file, "file of watched targets is gone, and so are its targets"));
        look.mistakes().stream()
                .filter(mistake -> !reported.contains(mistake))
                .forEach(mistake -> LOG.atError()
                        .addKeyValue("mistake", mistake)
                        .log("file of watched targets refused, what it last held stays"));
        reported = Set.copyOf(look.mistakes());
        places.report(look.connections());
    }

    private static void about(Path file, String what) {
        LOG.atInfo().addKeyValue("file", file).log(what);
    }

    /** Every target as it is now. */
    List<TargetFigures> targets() {
        return watches.targets();
    }

    /** Closes all connections politely, and waits until they are gone or the time is over. */
    void drain(Duration atMost) {
        thread.shutdownNow();
        if (!watches.drain(atMost)) {
            LOG.warn("not every watched connection was closed in time");
        }
        log.flush();
    }

    /** Does not wait for a look that has begun. */
    @Override
    public void close() {
        thread.shutdownNow();
        watches.close();
    }
}
