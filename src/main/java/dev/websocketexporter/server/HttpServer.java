package dev.websocketexporter.server;

import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.server.connection.ClientConnector;
import dev.websocketexporter.server.connection.ConnectionContext;
import dev.websocketexporter.server.connection.ConnectionLimit;
import dev.websocketexporter.server.connection.DispatchHandler;
import dev.websocketexporter.server.connection.Reading;
import dev.websocketexporter.server.connection.RequestBodyDrainer;
import dev.websocketexporter.server.handlers.EchoHandler;
import dev.websocketexporter.server.http.OneLineErrors;
import dev.websocketexporter.server.web.SecureProtocols;
import dev.websocketexporter.server.web.WebGate;
import dev.websocketexporter.server.web.WebSource;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.servlet.JavalinServlet;
import io.javalin.http.servlet.ServletEntry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import kotlin.LazyKt;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jetty and Javalin, put together for few threads and many waiting requests. */
final class HttpServer {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /** A target of 2,048 characters fits, also when each is three bytes, all percent-encoded. */
    private static final int LARGEST_HEAD_BYTES = 32 * 1024;

    /** None of them ever waits for a client, so that more than can run at once would be idle. */
    static final int WORKERS = Runtime.getRuntime().availableProcessors() + 2;

    /** For what must not wait for these: connections that come and go, answers that go out. */
    private static final int SPARE_THREADS = 2;

    /** One accepts, one selects. */
    private static final int THREADS_PER_CONNECTOR = 2;

    private static final int THREAD_IDLE_MILLIS = 60_000;
    private static final int CONNECTION_IDLE_MILLIS = 30_000;

    /** Once it stops, how long a connection without a request may stay. */
    private static final int STOPPING_IDLE_MILLIS = 100;

    private static final int LONGEST_STOP_MILLIS = 3_000;

    private final @Nullable WebSource web;
    private final Server server;
    private final ConnectionLimit connectionLimit;
    private final ConnectionContext clients;
    private final Javalin javalin;
    private final List<ClientConnector> connectors = new ArrayList<>();

    /**
     * A server that is not started yet.
     *
     * @param mostConnections how many may be open at once, if there is memory for them
     * @param paths which requests never block, and which have bodies
     * @param web absent: plain HTTP for everybody
     */
    HttpServer(
            List<ListenAddress> addresses,
            int mostConnections,
            Paths paths,
            Ticker ticker,
            @Nullable WebSource web,
            RouteSetup setup) {
        this.web = web;
        this.server = new Server(threads(addresses.size()));
        this.clients = ConnectionContext.of(server.getThreadPool(), WORKERS, ticker);
        this.connectionLimit = ConnectionLimit.ofThisMachine(mostConnections, server);
        server.addBean(connectionLimit);
        DispatchHandler dispatch = new DispatchHandler(paths.probe(), paths.state());
        Handler gate = web == null ? dispatch : new WebGate(web, ticker, dispatch);
        // Javalin appends its own handler to the last of these.
        server.setHandler(new GracefulHandler(new RequestBodyDrainer(gate, paths.body())));
        server.setErrorHandler(new OneLineErrors(LARGEST_HEAD_BYTES, this::introduce));
        server.setStopTimeout(LONGEST_STOP_MILLIS);
        this.javalin = Javalin.create(config -> {
            configure(config);
            addresses.forEach(address -> config.jetty.addConnector((jetty, http) -> connector(address, http)));
            setup.addRoutes(config.routes, server);
        });
    }

    /**
     * The endpoints that are not like the others.
     *
     * @param probe starts probes; its {@code GET} never blocks
     * @param state say how the exporter is; neither does theirs
     * @param body need the body of a request
     */
    record Paths(String probe, Set<String> state, Set<String> body) {}

    /** The part of the server that adds the routes. */
    interface RouteSetup {
        /**
         * Adds the routes.
         *
         * @param server whose threads and timers they may use
         */
        void addRoutes(RoutesConfig routes, Server server);
    }

    /**
     * Binds every address and serves.
     *
     * @throws IllegalStateException with one line that says which address could not be bound, and why; then nothing is
     *     left running
     */
    void start() {
        try {
            javalin.start();
        } catch (RuntimeException e) {
            connectors.forEach(ClientConnector::close);
            stop();
            throw e;
        }
    }

    /** Lets answers end for some seconds, then stops everything. */
    void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            // Jetty stops all the same; it only reports that a part was not done in time.
            LOG.warn("the HTTP server was stopped while it was still answering", e);
        }
    }

    /** How long a connection accepted from now on may be silent while none of its requests waits for an answer. */
    void setConnectionIdleTimeout(Duration idle) {
        connectors.forEach(connector -> connector.setIdleTimeout(idle.toMillis()));
    }

    List<InetSocketAddress> addresses() {
        return connectors.stream().map(ClientConnector::boundAddress).toList();
    }

    private static QueuedThreadPool threads(int connectors) {
        int most = WORKERS + SPARE_THREADS + connectors * THREADS_PER_CONNECTOR;
        QueuedThreadPool threads = new QueuedThreadPool(most, most, THREAD_IDLE_MILLIS);
        threads.setReservedThreads(0);
        threads.setName("http");
        return threads;
    }

    private void configure(JavalinConfig config) {
        config.unsafe.jettyInternal.server = server;
        // The plain servlet: /echo is upgraded by its own handler, whose errors say more than the framework's.
        config.unsafe.servlet = LazyKt.lazy(() -> new ServletEntry(null, new JavalinServlet(config.unsafe)));
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.router.ignoreTrailingSlashes = false;
        config.jetty.modifyHttpConfiguration(this::configureHttp);
        config.jetty.modifyServletContextHandler(HttpServer::configureServlets);
    }

    private void configureHttp(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(LARGEST_HEAD_BYTES);
        // Jetty's parser would keep 100 KB for each connection, to remember fields of its requests.
        http.setHeaderCacheSize(0);
        http.addCustomizer((request, responseHeaders) -> {
            responseHeaders.put("X-Content-Type-Options", "nosniff");
            introduce(responseHeaders);
            connectionLimit.introduce(responseHeaders);
            return ClientConnector.introduce(request, responseHeaders);
        });
    }

    private void introduce(HttpFields.Mutable responseHeaders) {
        if (web != null) {
            WebGate.introduce(web.get(), responseHeaders);
        }
    }

    private static void configureServlets(ServletContextHandler servlets) {
        JettyWebSocketServletContainerInitializer.configure(
                servlets, (context, container) -> EchoHandler.configure(container));
    }

    private Connector connector(ListenAddress address, HttpConfiguration http) {
        boolean secure = web != null && web.get().tls() != null;
        ClientConnector connector = new ClientConnector(
                server,
                clients.reading(secure ? Reading.BY_THE_POOL : Reading.BY_THE_SELECTOR),
                web != null && secure ? SecureProtocols.of(http, web) : List.of(ClientConnector.http1(http)));
        connector.setIdleTimeout(CONNECTION_IDLE_MILLIS);
        connector.setShutdownIdleTimeout(STOPPING_IDLE_MILLIS);
        connectors.add(connector);
        bind(connector, address);
        return connector;
    }

    private static void bind(ClientConnector connector, ListenAddress address) {
        InetSocketAddress socketAddress = address.socketAddress();
        try {
            connector.bind(socketAddress);
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    "cannot listen on " + address + ": " + reason(socketAddress, e)
                            + " (expected: a free address of this machine, in --web.listen-address)",
                    e);
        }
    }

    private static String reason(InetSocketAddress address, Exception e) {
        if (address.isUnresolved()) {
            return "the host is unknown";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
