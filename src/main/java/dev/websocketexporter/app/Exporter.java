package dev.websocketexporter.app;

import dev.websocketexporter.config.ConfigurationSource;
import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.LiveConfiguration;
import dev.websocketexporter.config.LiveWebConfiguration;
import dev.websocketexporter.config.web.WebConfiguration;
import dev.websocketexporter.engine.EngineSettings;
import dev.websocketexporter.engine.NettyProber;
import dev.websocketexporter.engine.WarmUp;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.target.HostAndPort;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.value.IpText;
import dev.websocketexporter.render.ExpositionFormat;
import dev.websocketexporter.render.ProbeExposition;
import dev.websocketexporter.server.ExporterServer;
import dev.websocketexporter.server.ServerSettings;
import dev.websocketexporter.server.recording.ExporterMetrics;
import dev.websocketexporter.server.recording.ExporterMetrics.BuildInfo;
import dev.websocketexporter.server.recording.WebReloads;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A running exporter: creates its parts and connects them. */
final class Exporter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Exporter.class);
    private static final Duration WARM_UP_AT_MOST = Duration.ofSeconds(1);
    private static final Duration DRAIN_AT_MOST = Duration.ofSeconds(30);

    private final NettyProber prober;
    private final Reloader reloader;
    private final @Nullable WebReloader web;
    private final LazyWatch watch;
    private final ExporterServer server;
    private final ExporterMetrics metrics;
    private final AtomicBoolean ready = new AtomicBoolean();
    private final AtomicBoolean ending = new AtomicBoolean();

    private Exporter(
            NettyProber prober,
            Reloader reloader,
            @Nullable WebReloader web,
            LazyWatch watch,
            ExporterServer server,
            ExporterMetrics metrics) {
        this.prober = prober;
        this.reloader = reloader;
        this.web = web;
        this.watch = watch;
        this.server = server;
        this.metrics = metrics;
    }

    /**
     * Listens at once and becomes ready in the background.
     *
     * @param webFile absent: plain HTTP for everybody
     * @throws CannotStartException when it cannot listen, or a system property or a proxy of the environment is invalid
     */
    static Exporter start(
            Flags flags, LiveConfiguration configuration, @Nullable LiveWebConfiguration webFile, BuildInfo build)
            throws CannotStartException {
        EngineSettings engine = engineSettings(build);
        ExporterMetrics metrics = new ExporterMetrics(build);
        metrics.countDroppedLogLines(Logging::dropped);
        metrics.engineInUse(engine.transportName(), engine.tlsEngineName());
        Reloader reloader = new Reloader(configuration, metrics, engine.ticker(), engine.clock());
        DescriptorBudget budget =
                DescriptorBudget.ofThisProcess().watching(WatchPlaces.wanted(configuration.get(), flags.shard()));
        ServerSettings settings = withinDescriptors(flags.serverSettings(), budget);
        NettyProber prober = new NettyProber(engine);
        metrics.watchExecutors(prober::executors);
        prober.watchExecutorWaits(metrics::observeExecutorWait);
        metrics.watchMessageMemory(prober::messageMemory);
        WebReloader web = webFile == null ? null : webReloader(webFile, metrics, engine);
        WatchPlaces places = new WatchPlaces(budget, flags.serverSettings().maxConcurrent());
        LazyWatch watch = new LazyWatch(
                configuration,
                () -> WatchKeeper.begin(
                        configuration, flags.shard(), prober, places, metrics, engine.ticker(), engine.clock()));
        reloader.afterEach(watch::follow);
        ExporterServer server =
                new ExporterServer(settings, prober, reloader, web, watch, metrics, engine.ticker(), engine.clock());
        Exporter exporter = new Exporter(prober, reloader, web, watch, server, metrics);
        try {
            server.start();
        } catch (IllegalStateException e) {
            exporter.close();
            throw new CannotStartException(e);
        }
        logStart(configuration, build, engine);
        logWeb(webFile);
        server.addresses().forEach(Exporter::logAddress);
        exporter.watchConfiguration(flags, configuration.source());
        exporter.warmUpInBackground(new WarmUp(prober, engine));
        return exporter;
    }

    private static WebReloader webReloader(LiveWebConfiguration file, ExporterMetrics metrics, EngineSettings engine) {
        Clock clock = engine.clock();
        WebReloads reloads = metrics.webConfigurationLoaded(file.get(), clock.instant());
        return new WebReloader(file, reloads, engine.ticker(), clock);
    }

    private static EngineSettings engineSettings(BuildInfo build) throws CannotStartException {
        try {
            return EngineSettings.ofThisMachine(
                    "websocket_exporter/" + build.version(),
                    ProxyEnvironment.of(System.getenv()),
                    Ticker.system(),
                    Clock.systemUTC());
        } catch (IllegalArgumentException | InvalidTargetException e) {
            throw new CannotStartException(e);
        }
    }

    /** Said at the start, so that nobody wonders later why probes are turned away. */
    private static ServerSettings withinDescriptors(ServerSettings wanted, DescriptorBudget budget) {
        int probes = budget.probes(wanted.maxConcurrent());
        boolean fewer = probes < wanted.maxConcurrent();
        LOG.atLevel(fewer ? Level.WARN : Level.INFO)
                .addKeyValue("max_concurrent", probes)
                .addKeyValue("file_descriptors", budget.most())
                .log(
                        fewer
                                ? "the file descriptors are enough for fewer probes at once than --probe.max-concurrent"
                                        + " allows, further ones are answered with 503 (expected: a limit of open files,"
                                        + " such as by ulimit -n or LimitNOFILE, of at least "
                                        + budget.needed(wanted.maxConcurrent()) + ", or a --probe.max-concurrent of "
                                        + probes + ")"
                                : "probes at once");
        return wanted.within(probes, budget.connections(probes));
    }

    private static void logStart(LiveConfiguration configuration, BuildInfo build, EngineSettings engine) {
        LOG.atInfo()
                .addKeyValue("version", build.version())
                .addKeyValue("revision", build.revision())
                .addKeyValue("java", build.javaVersion())
                .addKeyValue("transport", engine.transportName())
                .addKeyValue("tls_engine", engine.tlsEngineName())
                .log("starting websocket_exporter");
        engine.missingParts().forEach(LOG::warn);
        Loaded loaded = configuration.loaded();
        LOG.atInfo()
                .addKeyValue("file", configuration.source().name())
                .addKeyValue("modules", loaded.configuration().modules().size())
                .log("configuration loaded");
        loaded.warnings().forEach(LOG::warn);
    }

    /** So that nobody has to try whether the port is protected. */
    private static void logWeb(@Nullable LiveWebConfiguration file) {
        if (file == null) {
            return;
        }
        WebConfiguration web = file.get();
        LOG.atInfo()
                .addKeyValue("file", file.name())
                .addKeyValue("tls", web.tls() != null)
                .addKeyValue("users", web.users().size())
                .log("web configuration loaded");
    }

    private static void logAddress(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        String text = host == null ? address.getHostString() : IpText.of(host);
        LOG.atInfo()
                .addKeyValue("address", HostAndPort.bracketed(text) + ":" + address.getPort())
                .log("listening");
    }

    private void watchConfiguration(Flags flags, ConfigurationSource source) {
        Duration interval = flags.autoReload();
        if (interval == null) {
            return;
        }
        if (source.file() == null) {
            LOG.warn("--config.enable-auto-reload has no file to watch (expected: with --config.file)");
            return;
        }
        reloader.watch(interval);
    }

    private void warmUpInBackground(WarmUp warmUp) {
        Thread thread = new Thread(() -> warmUp(warmUp), "warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    private void warmUp(WarmUp warmUp) {
        try {
            // Rendered only so that the code is loaded and compiled; nobody reads the text.
            int probes = warmUp.run(
                    WARM_UP_AT_MOST,
                    result -> ProbeExposition.text(result, ExpositionFormat.PROMETHEUS_TEXT),
                    this::becomeReady);
            LOG.atDebug().addKeyValue("probes", probes).log("warmed up");
        } catch (RuntimeException e) {
            if (!ending.get()) {
                LOG.error("the warm-up failed: the first probes will measure a cold Java runtime", e);
            }
        } finally {
            becomeReady();
        }
        if (!ending.get()) {
            // Not before: the lag during the warm-up says nothing about probes.
            prober.watchLoopLag(metrics::observeEventLoopLag);
        }
    }

    private void becomeReady() {
        if (!ending.get() && ready.compareAndSet(false, true)) {
            server.markReady();
            watch.markReady();
            long upMillis = ManagementFactory.getRuntimeMXBean().getUptime();
            LOG.atInfo().addKeyValue("after_seconds", upMillis / 1e3).log("ready");
        }
    }

    /** The addresses that it listens on, in the order of the flags. */
    List<InetSocketAddress> addresses() {
        return server.addresses();
    }

    /** Starts a reload and returns at once; the result is logged. */
    void reload() {
        if (ending.get()) {
            LOG.info("shutting down, the configuration is not loaded any more");
        } else {
            reloader.reload();
        }
    }

    /**
     * Refuses new probes and waits for the running ones, which their budgets bound; at the same time, closes the connections
     * that are held open.
     */
    void drain(String signal) throws InterruptedException {
        ending.set(true);
        LOG.atInfo().addKeyValue("signal", signal).log("draining");
        CompletableFuture<Void> closed = watch.drain(DRAIN_AT_MOST);
        server.drain(DRAIN_AT_MOST);
        closed.join();
        LOG.info("drained, ending");
    }

    @Override
    public void close() {
        ending.set(true);
        reloader.close();
        watch.close();
        server.close();
        if (web != null) {
            web.close();
        }
        prober.close();
    }

    /** The exporter cannot start with these settings; the message is one line that says why. */
    static final class CannotStartException extends Exception {
        private static final long serialVersionUID = 1L;

        CannotStartException(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }
}
