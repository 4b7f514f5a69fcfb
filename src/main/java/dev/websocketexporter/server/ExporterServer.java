package dev.websocketexporter.server;

import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.Ticker;
import io.javalin.config.RoutesConfig;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/** The exporter's HTTP server. Safe for use by several threads. */
public final class ExporterServer implements AutoCloseable {
    /** The logger of what {@link ProberLogging} asks for; its level must let through what is asked for. */
    public static final String PROBE_LOGGER = "websocket_exporter.prober";

    /** How long requests may take to end once their probes are cancelled. */
    private static final Duration CANCELLATION = Duration.ofSeconds(2);

    private static final String PROBE = "/probe";

    private final ServerSettings settings;
    private final ReloadableConfiguration configuration;
    private final Ticker ticker;
    private final Clock clock;
    private final ProbeRecorder notes;
    private final ConcurrencyLimiter slots;
    private final HttpServer http;
    private final List<Runnable> onClose = new ArrayList<>();
    private final ReadinessGate startUp = new ReadinessGate();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * A server that is not started yet.
     *
     * @param configuration each request takes one snapshot and keeps it to its end
     */
    public ExporterServer(
            ServerSettings settings,
            Prober prober,
            ReloadableConfiguration configuration,
            ExporterMetrics metrics,
            Ticker ticker,
            Clock clock) {
        this.settings = settings;
        this.configuration = configuration;
        this.ticker = ticker;
        this.clock = clock;
        this.notes = new ProbeRecorder(
                metrics, new History(settings.historyLimit()), new ProbeLogWriter(settings.proberLogging()));
        this.slots = new ConcurrencyLimiter(prober, settings.maxConcurrent(), metrics);
        this.http = new HttpServer(settings.listenAddresses(), settings.routePrefix() + PROBE, ticker, this::addDoors);
    }

    /**
     * Binds all addresses and answers from now on; not ready yet, so that probes are held back for some seconds at most.
     *
     * @throws IllegalStateException with one line that says which address could not be had, and why
     */
    public void start() {
        http.start();
    }

    /** Lets {@code /-/ready} say so, and starts the probes that were held back. */
    public void markReady() {
        startUp.end();
    }

    /** Not ready and no new probes from now on; waits for the running ones, no longer than it may. */
    public void drain(Duration atMost) throws InterruptedException {
        refuseProbes();
        slots.awaitIdle(atMost);
    }

    /** Cancels what still runs, answers it, and stops. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        refuseProbes();
        slots.cancelAll();
        try {
            slots.awaitIdle(CANCELLATION);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        onClose.forEach(Runnable::run);
        http.stop();
    }

    /** Those that were held back are refused too. */
    private void refuseProbes() {
        slots.drain();
        startUp.end();
    }

    /** Where it listens, in the order of the settings; the ports are those that the system chose. */
    public List<InetSocketAddress> addresses() {
        return http.addresses();
    }

    ReadinessGate startUp() {
        return startUp;
    }

    HttpServer http() {
        return http;
    }

    /** Why not; absent: ready. */
    private @Nullable String notReady() {
        if (slots.isDraining()) {
            return "not ready: shutting down, no more probes are started";
        }
        return startUp.isOver() ? null : "not ready: starting, probes wait until this is done";
    }

    private void addDoors(RoutesConfig javalin, Server server) {
        ProbeHandler.HoldBack holdBack = new ProbeHandler.HoldBack(startUp, server.getScheduler(), ticker);
        ProbeHandler probe = new ProbeHandler(
                configuration, settings.timeoutOffset(), slots, notes, holdBack, server.getThreadPool());
        StatusHandlers info = new StatusHandlers(configuration, notes, this::notReady);
        IndexPage page = new IndexPage(settings.linkPrefix(), configuration, notes.history(), clock);
        ReloadHandler reload = new ReloadHandler(configuration, slots::isDraining, server.getThreadPool());
        Routes routes = new Routes(settings.routePrefix(), javalin)
                .get("/", page::show)
                .getOnly(PROBE, probe::probe)
                .get("/metrics", info::metrics)
                .get("/config", info::config)
                .get("/logs", info::logs);
        List.of("/-/healthy", "/healthz", "/livez").forEach(path -> routes.get(path, info::healthy));
        List.of("/-/ready", "/readyz").forEach(path -> routes.get(path, info::ready));
        routes.change("/-/reload", reload::reload);
        if (settings.echo()) {
            EchoHandler echo = new EchoHandler(server.getScheduler(), EchoHandler.LONGEST_CONNECTION);
            routes.get("/echo", echo::open);
            onClose.add(echo::close);
        }
    }
}
