package dev.websocketexporter.server;

import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.watch.WatchFigures;
import dev.websocketexporter.server.api.Cors;
import dev.websocketexporter.server.api.ProbeApi;
import dev.websocketexporter.server.api.ProbesApi;
import dev.websocketexporter.server.api.ReferenceApi;
import dev.websocketexporter.server.api.TargetsApi;
import dev.websocketexporter.server.api.Versions;
import dev.websocketexporter.server.api.WatchApi;
import dev.websocketexporter.server.handlers.ConcurrencyLimiter;
import dev.websocketexporter.server.handlers.DiscoveryHandler;
import dev.websocketexporter.server.handlers.EchoHandler;
import dev.websocketexporter.server.handlers.ProbeHandler;
import dev.websocketexporter.server.handlers.ReadinessGate;
import dev.websocketexporter.server.handlers.ReloadHandler;
import dev.websocketexporter.server.handlers.StatusHandlers;
import dev.websocketexporter.server.handlers.WatchHandler;
import dev.websocketexporter.server.http.ProblemDetails;
import dev.websocketexporter.server.http.Routes;
import dev.websocketexporter.server.page.Pages;
import dev.websocketexporter.server.recording.ExporterMetrics;
import dev.websocketexporter.server.recording.History;
import dev.websocketexporter.server.recording.ProbeLogWriter;
import dev.websocketexporter.server.recording.ProbeRecorder;
import dev.websocketexporter.server.recording.WatchRows;
import dev.websocketexporter.server.web.WebSource;
import io.javalin.config.RoutesConfig;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/** The exporter's HTTP server. Safe for use by several threads. */
public final class ExporterServer implements AutoCloseable {
    /** How long requests may take to end once their probes are cancelled. */
    private static final Duration CANCELLATION = Duration.ofSeconds(2);

    private static final String PROBE = "/probe";
    private static final String API = "/api/v1";
    private static final String API_PROBE = API + "/probe";
    private static final List<String> HEALTHY = List.of("/-/healthy", "/healthz", "/livez");
    private static final List<String> READY = List.of("/-/ready", "/readyz");

    private final ServerSettings settings;
    private final Prober prober;
    private final ReloadableConfiguration configuration;
    private final Clock clock;
    private final ProbeRecorder recorder;
    private final WatchRows watch;
    private final ReadinessGate gate;
    private final ConcurrencyLimiter limiter;
    private final HttpServer http;
    private final List<Runnable> onClose = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** One without a web configuration. */
    public ExporterServer(
            ServerSettings settings,
            Prober prober,
            ReloadableConfiguration configuration,
            ExporterMetrics metrics,
            Ticker ticker,
            Clock clock) {
        this(settings, prober, configuration, null, metrics, ticker, clock);
    }

    /**
     * One that watches nothing.
     *
     * @param web absent: plain HTTP for everybody
     */
    public ExporterServer(
            ServerSettings settings,
            Prober prober,
            ReloadableConfiguration configuration,
            @Nullable WebSource web,
            ExporterMetrics metrics,
            Ticker ticker,
            Clock clock) {
        this(settings, prober, configuration, web, WatchFigures.NONE, metrics, ticker, clock);
    }

    /**
     * A server that is not started yet.
     *
     * @param configuration each request takes one snapshot and uses it to its end
     * @param web absent: plain HTTP for everybody
     * @param watch is asked by the threads of requests
     */
    public ExporterServer(
            ServerSettings settings,
            Prober prober,
            ReloadableConfiguration configuration,
            @Nullable WebSource web,
            WatchFigures watch,
            ExporterMetrics metrics,
            Ticker ticker,
            Clock clock) {
        this.settings = settings;
        this.prober = prober;
        this.configuration = configuration;
        this.clock = clock;
        this.recorder = new ProbeRecorder(
                metrics,
                new History(settings.historyLimit(), settings.historyBytes()),
                new ProbeLogWriter(settings.proberLogging()));
        this.watch = new WatchRows(watch, ticker);
        this.gate = new ReadinessGate(ticker);
        this.limiter = new ConcurrencyLimiter(prober, settings.maxConcurrent(), ticker, metrics);
        this.http = new HttpServer(
                settings.listenAddresses(),
                settings.maxConnections(),
                paths(settings.routePrefix()),
                ticker,
                web,
                this::addRoutes);
    }

    /**
     * Binds all addresses and answers from now on; not ready yet, so that probes are held back for some seconds at most.
     *
     * @throws IllegalStateException with one line that says which address could not be bound, and why
     */
    public void start() {
        http.start();
    }

    /** From now on {@code /-/ready} answers 200; starts the probes that were held back. */
    public void markReady() {
        gate.open();
    }

    /** Not ready and no new probes from now on; waits until the running ones have ended, or until the time is over. */
    public void drain(Duration atMost) throws InterruptedException {
        refuseProbes();
        limiter.awaitIdle(atMost);
    }

    /** Cancels the probes that still run, answers their requests, and stops. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        refuseProbes();
        limiter.cancelAll();
        try {
            limiter.awaitIdle(CANCELLATION);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        onClose.forEach(Runnable::run);
        http.stop();
    }

    /** Also those that are held back. */
    private void refuseProbes() {
        limiter.drain();
        gate.open();
    }

    /** Where it listens, in the order of the settings; the ports are those that the system chose. */
    public List<InetSocketAddress> addresses() {
        return http.addresses();
    }

    ReadinessGate gate() {
        return gate;
    }

    HttpServer http() {
        return http;
    }

    /** Why the exporter is not ready; absent: it is. */
    private @Nullable String notReady() {
        if (limiter.isDraining()) {
            return "not ready: shutting down, no more probes are started";
        }
        if (!gate.isOpen()) {
            return "not ready: starting, probes wait until this is done";
        }
        String trouble = prober.trouble();
        return trouble == null ? null : "not ready: " + trouble;
    }

    private void addApi(Routes routes, ProbeHandler prober) {
        Versions versions = new Versions(clock.instant());
        ProbesApi probes = new ProbesApi(recorder.history(), versions);
        ReferenceApi reference = new ReferenceApi(configuration, versions);
        routes.before(API, ProblemDetails::want);
        routes.getOrPost(API_PROBE, new ProbeApi(prober)::probe)
                .get(API + "/probes", probes::list)
                .get(API + "/probes/{id}", probes::one)
                .get(API + "/targets", new TargetsApi(recorder.history(), versions, clock)::list)
                .get(API + "/watch", new WatchApi(watch)::list)
                .get(API + "/modules", reference::modules)
                .get(API + "/openapi.json", reference::description);
        if (settings.corsOrigin() != null) {
            Cors cors = new Cors(settings.corsOrigin());
            routes.before(API, cors::introduce).options(API, cors::preflight);
        }
    }

    private static HttpServer.Paths paths(String prefix) {
        return new HttpServer.Paths(
                prefix + PROBE,
                Stream.concat(HEALTHY.stream(), READY.stream())
                        .map(path -> prefix + path)
                        .collect(Collectors.toSet()),
                Set.of(prefix + API_PROBE));
    }

    private void addRoutes(RoutesConfig javalin, Server server) {
        ProbeHandler probe = new ProbeHandler(configuration, settings.timeoutOffset(), gate, limiter, recorder, server);
        StatusHandlers status = new StatusHandlers(configuration, recorder, this::notReady);
        ReloadHandler reload = new ReloadHandler(configuration::reload, limiter::isDraining, server.getThreadPool());
        Routes routes = new Routes(settings.routePrefix(), javalin)
                .getOnly(PROBE, probe::probe)
                .get("/metrics", status::metrics)
                .get("/watch", new WatchHandler(watch)::metrics)
                .get("/config", status::config)
                .get("/sd", new DiscoveryHandler(configuration::targets, server.getThreadPool())::offer)
                .get("/logs", status::logs);
        new Pages(settings.linkPrefix(), configuration, recorder.history(), watch, clock).addTo(routes);
        HEALTHY.forEach(path -> routes.get(path, status::healthy));
        READY.forEach(path -> routes.get(path, status::ready));
        routes.change("/-/reload", reload::reload);
        addApi(routes, probe);
        if (settings.echo()) {
            EchoHandler echo = new EchoHandler(server.getScheduler(), EchoHandler.LONGEST_CONNECTION);
            routes.get("/echo", echo::open);
            onClose.add(echo::close);
        }
    }
}
