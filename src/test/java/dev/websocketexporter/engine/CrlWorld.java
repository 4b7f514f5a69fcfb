package dev.websocketexporter.engine;

import static dev.websocketexporter.testkit.CertificateRecipe.leaf;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.testkit.CrlRecipe;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.asn1.x509.Extension;

/** An authority whose lists the JDK's HTTP server has, and a prober whose clocks can be put forward. */
final class CrlWorld implements AutoCloseable {
    private final GridWorld world;
    private final Stage stage;
    private final NettyProber prober;
    private final HttpServer lists;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicReference<HttpHandler> handler = new AtomicReference<>(exchange -> status(exchange, 500));
    private final Recording target = new Recording();
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private TestIdentity server;

    CrlWorld(Path directory) throws IOException {
        this.world = new GridWorld(directory);
        this.lists = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        lists.setExecutor(threads);
        lists.createContext("/", exchange -> {
            fetches.incrementAndGet();
            handler.get().handle(exchange);
        });
        lists.start();
        EngineSettings settings = world.settings(Transport.preferred(), TlsEngine.preferred());
        this.prober = new NettyProber(new EngineSettings(
                settings.transport(),
                settings.tlsEngine(),
                settings.eventLoops(),
                settings.userAgent(),
                settings.nameServers(),
                settings.hostsFile(),
                settings.proxyEnvironment(),
                () -> settings.ticker().read() + ahead.get().toNanos(),
                new Clock() {
                    @Override
                    public ZoneId getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        throw new UnsupportedOperationException("one zone");
                    }

                    @Override
                    public Instant instant() {
                        return Instant.now().plus(ahead.get());
                    }
                }));
        this.stage = new Stage(world);
        this.server = naming(url());
        TlsSettings tls = stage.module().tls();
        stage.with(stage.module().with(tls.withCrlCheck()));
    }

    /** A server's certificate with that place of its list. */
    TestIdentity naming(String... urls) {
        return leaf("localhost")
                .plain(Extension.cRLDistributionPoints, CrlRecipe.at(urls))
                .signedBy(world.root());
    }

    /** The same with that serial number. */
    TestIdentity naming(BigInteger serial, String url) {
        return leaf("localhost")
                .serial(serial)
                .plain(Extension.cRLDistributionPoints, CrlRecipe.at(url))
                .signedBy(world.root());
    }

    /** The server presents that certificate. */
    CrlWorld presenting(TestIdentity identity) {
        server = identity;
        return this;
    }

    TestIdentity server() {
        return server;
    }

    TestIdentity authority() {
        return world.root();
    }

    String url() {
        return "http://127.0.0.1:" + lists.getAddress().getPort() + "/a.crl";
    }

    CrlRecipe list() {
        return CrlRecipe.of(world.root());
    }

    CrlWorld answering(HttpHandler other) {
        handler.set(other);
        return this;
    }

    /** The server of lists has that one. */
    CrlWorld having(byte[] list) {
        return answering(exchange -> send(exchange, list));
    }

    static void send(HttpExchange exchange, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    static void status(HttpExchange exchange, int code) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(code, -1);
        }
    }

    int fetches() {
        return fetches.get();
    }

    Recording target() {
        return target;
    }

    Stage stage() {
        return stage;
    }

    NettyProber prober() {
        return prober;
    }

    /** The module takes any certificate, and has the roots nevertheless. */
    CrlWorld insecure() {
        TlsSettings tls = stage.module().tls();
        stage.with(stage.module().with(tls.withoutVerification()));
        return this;
    }

    /** The module trusts another authority. */
    CrlWorld trusting(TestIdentity other) {
        TlsSettings tls = stage.module().tls();
        stage.with(stage.module()
                .with(new TlsSettings(
                        new Value.Plain(other.certificatePem()),
                        null,
                        null,
                        null,
                        tls.insecureSkipVerify(),
                        tls.minVersion(),
                        tls.maxVersion(),
                        true)));
        return this;
    }

    /** All clocks of the prober. */
    CrlWorld later(Duration more) {
        ahead.updateAndGet(before -> before.plus(more));
        return this;
    }

    ProbeRequest request() throws IOException {
        return request(target.upgrading());
    }

    ProbeRequest request(Script script) throws IOException {
        return stage.secure(ServerTls.of(server.serverContext()), script);
    }

    ProbeResult probe() throws IOException {
        return Probing.end(prober, request());
    }

    @Override
    public void close() throws IOException {
        prober.close();
        stage.close();
        lists.stop(0);
        threads.shutdownNow();
        world.close();
    }
}
