package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.ConfigurationSource;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.module.HttpVersion;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.report.ChainReport;
import dev.websocketexporter.probe.report.ConversationReport;
import dev.websocketexporter.probe.report.ConversationReport.Traffic;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.TlsReport;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.JettyServer;
import dev.websocketexporter.testkit.RealServer;
import dev.websocketexporter.testkit.UndertowServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Probes of WebSocket servers that are not ours, on both TLS engines. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class RealServersIT {
    private static final Instant EXPIRES = Instant.parse("2041-02-03T04:05:06Z");

    @TempDir
    private static Path directory;

    private static GridWorld world;
    private static final List<RealServer> SERVERS = new ArrayList<>();
    private static final List<NettyProber> PROBERS = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        world = new GridWorld(directory);
        SSLContext tls = CertificateRecipe.leaf("localhost")
                .validUntil(EXPIRES)
                .signedBy(world.root())
                .serverContext();
        SERVERS.add(new JettyServer(tls));
        SERVERS.add(new UndertowServer(tls));
        for (TlsEngine engine : TlsEngine.values()) {
            PROBERS.add(new NettyProber(world.settings(Transport.preferred(), engine)));
        }
    }

    @AfterAll
    static void stop() {
        PROBERS.forEach(NettyProber::close);
        SERVERS.forEach(RealServer::close);
        world.close();
    }

    static Stream<Arguments> serversOnEachEngine() {
        return SERVERS.stream()
                .flatMap(server -> Stream.of(TlsEngine.values()).map(engine -> Arguments.of(server, engine)));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("serversOnEachEngine")
    void plainHandshakeSucceedsAndClosesCleanly(RealServer server, TlsEngine engine) throws IOException {
        ProbeResult result = probe(engine, new Stage(world), "ws://localhost:" + server.plainPort() + "/echo");
        assertThat(result.successful()).as(result.log().toString()).isTrue();
        assertThat(result.timings().phases())
                .containsOnlyKeys(Phase.RESOLVE, Phase.CONNECT, Phase.UPGRADE, Phase.CLOSE);
        assertThat(result.close()).isEqualTo(new CloseReport(1000, null, true));
        assertThat(result.tls()).isNull();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("serversOnEachEngine")
    void secureHandshakeSucceedsAndShowsTheChain(RealServer server, TlsEngine engine) throws IOException {
        ProbeResult result = probe(engine, new Stage(world), secureUrl(server));
        assertThat(result.successful()).as(result.log().toString()).isTrue();
        assertThat(result.timings().phases().keySet())
                .containsExactly(Phase.RESOLVE, Phase.CONNECT, Phase.TLS, Phase.UPGRADE, Phase.CLOSE);
        TlsReport tls = result.tls();
        assertThat(tls).isNotNull();
        assertThat(tls.version()).isEqualTo(TlsVersion.TLS13);
        assertThat(tls.cipher()).startsWith("TLS_");
        ChainReport chain = tls.chain();
        assertThat(chain).isNotNull();
        assertThat(chain.verified()).isTrue();
        assertThat(chain.earliestExpiry()).isEqualTo(EXPIRES.truncatedTo(ChronoUnit.SECONDS));
        assertThat(chain.verifiedChainExpiry()).isEqualTo(EXPIRES);
        assertThat(result.close()).isEqualTo(new CloseReport(1000, null, true));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("serversOnEachEngine")
    void subprotocolIsTheOneSelected(RealServer server, TlsEngine engine) throws IOException {
        Stage stage = new Stage(world).subprotocols("mqtt", "chat");
        ProbeResult result = probe(engine, stage, "ws://localhost:" + server.plainPort() + "/echo");
        assertThat(result.successful()).as(result.log().toString()).isTrue();
        assertThat(result.upgrade()).isNotNull();
        assertThat(result.upgrade().subprotocol()).isEqualTo("chat");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("serversOnEachEngine")
    void embeddedModulesSucceedAndTellWhatTheySaid(RealServer server, TlsEngine engine)
            throws IOException, ConfigurationException {
        Map<String, ProbeModule> modules =
                new ConfigurationSource(null, Set.of()).load().configuration().modules();
        String url = "ws://localhost:" + server.plainPort() + "/echo";
        for (ProbeModule module : modules.values()) {
            ProbeResult result = probe(engine, new Stage(world).with(module), url);
            if (module.upgrade().httpVersion() == HttpVersion.HTTP_2 && !server.offersWebSocketOverHttp2()) {
                assertThat(result.failure()).isNotNull();
                assertThat(result.failure().reason()).isEqualTo(Reason.CONNECT_PROTOCOL_DISABLED);
                continue;
            }
            assertThat(result.successful()).as(result.log().toString()).isTrue();
            assertThat(result.close()).isEqualTo(new CloseReport(1000, null, true));
            ConversationReport said = result.conversation();
            switch (module.name()) {
                case "websocket", "websocket_http2" -> assertThat(said).isNull();
                case "websocket_ping" -> {
                    assertThat(said).isNotNull();
                    assertThat(said.heartbeat()).isNotNull();
                    assertThat(said.heartbeat().pongsReceived()).isEqualTo(3);
                    assertThat(said.sent()).isEqualTo(Traffic.NONE);
                }
                default -> {
                    assertThat(said).isNotNull();
                    assertThat(said.sent()).isEqualTo(said.received()).isEqualTo(new Traffic(1, 29));
                    assertThat(said.steps()).hasSize(2);
                }
            }
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("serversOnEachEngine")
    void untrustedChainIsKnownAllTheSame(RealServer server, TlsEngine engine) throws IOException {
        // By its address, which is not in the certificate.
        ProbeResult result = probe(engine, new Stage(world), "wss://127.0.0.1:" + server.securePort() + "/echo");
        assertThat(result.failure()).isNotNull();
        assertThat(result.failure().reason()).isEqualTo(Reason.HOSTNAME_MISMATCH);
        TlsReport tls = result.tls();
        assertThat(tls).isNotNull();
        assertThat(tls.version()).isEqualTo(TlsVersion.TLS13);
        assertThat(tls.chain()).isNotNull();
        assertThat(tls.chain().verified()).isFalse();
        assertThat(tls.chain().earliestExpiry()).isEqualTo(EXPIRES);
        assertThat(tls.chain().verifiedChainExpiry())
                .as("the name plays no part in it")
                .isEqualTo(EXPIRES);
        assertThat(result.upgrade()).isNull();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("serversOnEachEngine")
    void insecureSkipVerifyConnectsAndStillTells(RealServer server, TlsEngine engine) throws IOException {
        ProbeResult result = probe(
                engine, new Stage(world).insecureSkipVerify(), "wss://127.0.0.1:" + server.securePort() + "/echo");
        assertThat(result.successful()).as(result.log().toString()).isTrue();
        assertThat(result.tls()).isNotNull();
        assertThat(result.tls().chain()).isNotNull();
        assertThat(result.tls().chain().verified()).isFalse();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("serversOnEachEngine")
    void pathThatIsNoWebSocketIsAnUnexpectedStatus(RealServer server, TlsEngine engine) throws IOException {
        ProbeResult result = probe(engine, new Stage(world), "wss://localhost:" + server.securePort() + "/other");
        assertThat(result.failure()).isNotNull();
        assertThat(result.failure().reason()).isEqualTo(Reason.UNEXPECTED_STATUS);
        assertThat(result.upgrade()).isNotNull();
        assertThat(result.upgrade().statusCode()).isEqualTo(404);
    }

    private static String secureUrl(RealServer server) {
        return "wss://localhost:" + server.securePort() + "/echo";
    }

    private static ProbeResult probe(TlsEngine engine, Stage settings, String url) throws IOException {
        try (Stage stage = settings) {
            return Probing.end(PROBERS.get(engine.ordinal()), stage.request(url));
        }
    }
}
