package dev.websocketexporter.app;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.Loaded;
import dev.websocketexporter.engine.EngineSettings;
import dev.websocketexporter.engine.NettyProber;
import dev.websocketexporter.engine.WarmUp;
import dev.websocketexporter.probe.AddressText;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.server.BuildInfo;
import dev.websocketexporter.server.ExporterMetrics;
import dev.websocketexporter.server.ExporterServer;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a running exporter, connected. */
final class Exporter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Exporter.class);
    private static final Duration DRAIN_AT_MOST = Duration.ofSeconds(30);

    private final NettyProber prober;
    private final ExporterServer server;
    private final Thread warmUp;

    private Exporter(NettyProber prober, ExporterServer server) {
        this.prober = prober;
        this.server = server;
        this.warmUp = new Thread(this::becomeReady, "warm-up");
        warmUp.setDaemon(true);
    }

    /**
     * Listens at once and becomes ready in the background.
     *
     * @throws CannotStartException when it cannot listen, or a system property asks for what is not there
     */
    static Exporter start(Flags flags, Loaded loaded, BuildInfo build) throws CannotStartException {
        EngineSettings engine = engineSettings(build);
        logStart(flags, loaded, build, engine);
        ExporterMetrics metrics = new ExporterMetrics(build);
        metrics.configurationLoaded(engine.clock().instant());
        Configuration configuration = loaded.configuration();
        NettyProber prober = new NettyProber(engine);
        prober.watchLoopLag(metrics::observeEventLoopLag);
        ExporterServer server = new ExporterServer(
                flags.serverSettings(), prober, () -> configuration, metrics, engine.ticker(), engine.clock());
        Exporter exporter = new Exporter(prober, server);
        try {
            server.start();
        } catch (IllegalStateException e) {
            exporter.close();
            throw new CannotStartException(e);
        }
        server.addresses().forEach(Exporter::logAddress);
        exporter.warmUp.start();
        return exporter;
    }

    private static EngineSettings engineSettings(BuildInfo build) throws CannotStartException {
        try {
            return EngineSettings.ofThisMachine(
                    "websocket_exporter/" + build.version(), Ticker.system(), Clock.systemUTC());
        } catch (IllegalArgumentException e) {
            throw new CannotStartException(e);
        }
    }

    private static void logStart(Flags flags, Loaded loaded, BuildInfo build, EngineSettings engine) {
        LOG.atInfo()
                .addKeyValue("version", build.version())
                .addKeyValue("revision", build.revision())
                .addKeyValue("java", build.javaVersion())
                .addKeyValue("transport", engine.transport().name())
                .addKeyValue("tls_engine", engine.tlsEngine())
                .log("Starting websocket_exporter");
        LOG.atInfo()
                .addKeyValue("file", Main.source(flags))
                .addKeyValue("modules", loaded.configuration().modules().size())
                .log("Configuration loaded");
        loaded.warnings().forEach(LOG::warn);
    }

    private static void logAddress(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        String text = host == null ? address.getHostString() : AddressText.of(host);
        String authority = (text.indexOf(':') >= 0 ? "[" + text + "]" : text) + ":" + address.getPort();
        LOG.atInfo().addKeyValue("address", authority).log("Listening");
    }

    private void becomeReady() {
        try {
            WarmUp.run(prober);
        } catch (RuntimeException e) {
            LOG.error("The warm-up failed; the first probes will measure a cold Java runtime", e);
        }
        server.markReady();
        Duration sinceStart =
                Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
        LOG.atInfo().addKeyValue("after_seconds", sinceStart.toMillis() / 1e3).log("Ready");
    }

    /** Takes no new probes and waits for the running ones, which their budgets bound. */
    void drain(String signal) throws InterruptedException {
        LOG.atInfo().addKeyValue("signal", signal).log("Draining");
        server.drain(DRAIN_AT_MOST);
        LOG.info("Drained, ending");
    }

    @Override
    public void close() {
        server.close();
        prober.close();
    }
}
