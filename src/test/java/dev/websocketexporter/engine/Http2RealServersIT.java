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
import dev.websocketexporter.testkit.TestIdentity;
import dev.websocketexporter.testkit.UndertowServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Servers of other people that speak HTTP/2, as they are by default. */
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
        try (RealServer jetty = new JettyServer(identity().serverContext())) {
            ProbeResult result = probe(jetty);

            assertThat(result.successful())
                    .as("%s of %s", result.failure(), result.log())
                    .isTrue();
            assertThat(Objects.requireNonNull(result.upgrade()).httpVersion()).isEqualTo("2");
            assertThat(result.close()).isEqualTo(new CloseReport(1000, null, true));
        }
    }

    @Test
    void undertowOpensNoneOverHttp2() throws Exception {
        try (RealServer undertow = new UndertowServer(identity().serverContext())) {
            ProbeResult result = probe(undertow);

            assertThat(result.failure()).asString().startsWith("processing/connect_protocol_disabled: ");
        }
    }

    private static TestIdentity identity() {
        return CertificateRecipe.leaf("localhost").signedBy(world.root());
    }

    private static ProbeResult probe(RealServer server) throws Exception {
        Conversation echo =
                Conversation.NONE.withSteps(List.of(Said.send("are you there?"), Said.expect("^are you there\\?$")));
        try (Stage stage = new Stage(world).overHttp2()) {
            return Probing.end(
                    prober,
                    stage.with(stage.module().with(echo)).request("ws://127.0.0.1:" + server.plainPort() + "/echo"));
        }
    }
}
