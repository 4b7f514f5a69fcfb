package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.JettyServer;
import dev.websocketexporter.testkit.RealServer;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.TestIdentity;
import dev.websocketexporter.testkit.UndertowServer;
import io.undertow.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.util.Jetty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the page about HTTP/2 says of two servers of other people, as they are by default, is so, without TLS and with it. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class Http2RealServersIT {
    @TempDir
    private static Path directory;

    private static GridWorld world;
    private static NettyProber prober;

    @BeforeAll
    static void start() throws Exception {
        world = new GridWorld(directory);
        prober = new NettyProber(world.settings(Transport.preferred(), TlsEngine.preferred()));
    }

    @AfterAll
    static void stop() {
        prober.close();
        world.close();
    }

    @Test
    void jettyOpensAWebSocketAndClosesItProperly() throws Exception {
        try (RealServer jetty =
                new JettyServer(ServerTls.of(identity().serverContext()).speaking("h2", "http/1.1"))) {
            assertThat(Jetty.VERSION).startsWith(onPage("Jetty", 2) + ".");
            for (String url : List.of(plain(jetty), secure(jetty))) {
                ProbeResult result = probe(url);

                assertThat(onPage("Jetty", 5)).isEqualTo("works");
                assertThat(result.successful())
                        .as("%s of %s", result.failure(), result.log())
                        .isTrue();
                assertThat(Objects.requireNonNull(result.upgrade()).httpVersion())
                        .isEqualTo("2");
                assertThat(result.close()).isEqualTo(new CloseReport(1000, null, true));
                assertAsOnPage("Jetty", url, result);
            }
        }
    }

    @Test
    void undertowOpensNoneOverHttp2() throws Exception {
        try (RealServer undertow = new UndertowServer(identity().serverContext())) {
            assertThat(Version.getVersionString()).startsWith(onPage("Undertow", 2) + ".");
            for (String url : List.of(plain(undertow), secure(undertow))) {
                ProbeResult result = probe(url);

                assertThat(result.failure())
                        .asString()
                        .startsWith(onPage("Undertow", 5).replace("`", "") + ": ");
                assertAsOnPage("Undertow", url, result);
            }
        }
    }

    /** A cell of a server's row in the page about HTTP/2. */
    private static String onPage(String server, int column) throws IOException {
        String row = Files.readAllLines(Path.of("docs", "http2.md")).stream()
                .filter(line -> line.startsWith("| " + server + " |"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row of " + server));
        return row.split("\\|")[column].strip();
    }

    private static void assertAsOnPage(String server, String url, ProbeResult result) throws IOException {
        assertThat(result.log().toString())
                .contains("ENABLE_CONNECT_PROTOCOL " + onPage(server, 3) + ", MAX_CONCURRENT_STREAMS "
                        + onPage(server, 4) + ",");
        if (url.startsWith("wss:")) {
            assertThat(Objects.requireNonNull(result.tls()).alpn()).isEqualTo("h2");
        }
    }

    private static String plain(RealServer server) {
        return "ws://127.0.0.1:" + server.plainPort() + "/echo";
    }

    private static String secure(RealServer server) {
        return "wss://localhost:" + server.securePort() + "/echo";
    }

    private static TestIdentity identity() {
        return CertificateRecipe.leaf("localhost").signedBy(world.root());
    }

    private static ProbeResult probe(String url) throws Exception {
        Conversation echo =
                Conversation.NONE.withSteps(List.of(Said.send("are you there?"), Said.expect("^are you there\\?$")));
        try (Stage stage = new Stage(world).overHttp2()) {
            return Probing.end(prober, stage.with(stage.module().with(echo)).request(url));
        }
    }
}
