package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.websocketexporter.e2e.Prometheus.Sample;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** From the dates in a server's certificate to the share of its life that Prometheus records, and to the alert. */
@Tag("e2e")
@Timeout(120)
class CertificateLifeE2eIT {
    private static final Duration HAPPENS_WITHIN = Duration.ofSeconds(60);
    private static final Duration LIFE = Duration.ofHours(160);
    /** Ten minutes of it. */
    private static final double ABOUT = 0.001;

    private final TestIdentity root = CertificateRecipe.ca("Life Root").selfSigned();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void whatIsLeftOfALifeIsRecordedAndTold() throws IOException {
        Tools.require("prometheus");
        try (ScriptedServer late = server(0.2);
                ScriptedServer renewed = server(0.95);
                ScriptedServer both = inTurns(late, renewed);
                Exporter exporter = Exporter.start(directory, "--config.file=" + configuration());
                Prometheus prometheus = Prometheus.start(
                        scrapeConfiguration(exporter, List.of(url(late), url(renewed), url(both))), home())) {
            Conditions.await(
                    HAPPENS_WITHIN,
                    () -> prometheus
                                            .query("websocket:certificate:life_left_ratio")
                                            .size()
                                    == 3
                            && both.accepted() > 3,
                    () -> "recorded: " + prometheus.query("{job=\"chat\"}"));

            assertThat(prometheus.query("websocket:certificate:life_seconds"))
                    .hasSize(3)
                    .extracting(Sample::value)
                    .containsOnly((double) LIFE.toSeconds());
            assertThat(left(prometheus, late)).isCloseTo(0.2, within(ABOUT));
            assertThat(left(prometheus, renewed)).isCloseTo(0.95, within(ABOUT));
            assertThat(left(prometheus, both))
                    .as("the old one of two servers counts, whichever answered last")
                    .isCloseTo(0.2, within(ABOUT));
            assertThat(prometheus.query("ALERTS{alertname=~\"WebsocketCertificateExp.*\"}"))
                    .extracting(alert -> alert.label("alertname") + " " + alert.label("instance"))
                    .containsExactlyInAnyOrder(
                            "WebsocketCertificateExpiresSoon " + url(late),
                            "WebsocketCertificateExpiresSoon " + url(both));
        }
    }

    private static double left(Prometheus prometheus, ScriptedServer server) {
        List<Sample> samples =
                prometheus.query("websocket:certificate:life_left_ratio{instance=\"" + url(server) + "\"}");
        assertThat(samples).hasSize(1);
        return samples.get(0).value();
    }

    private static String url(ScriptedServer server) {
        return "wss://localhost:" + server.port() + "/";
    }

    /** @param left the share of the life of its certificate */
    private ScriptedServer server(double left) throws IOException {
        Instant begin = Instant.now().minusSeconds(Math.round((1 - left) * LIFE.toSeconds()));
        TestIdentity leaf = CertificateRecipe.leaf("localhost")
                .validFrom(begin)
                .validUntil(begin.plus(LIFE))
                .signedBy(root);
        return ScriptedServer.tls(ServerTls.of(leaf.serverContext()), peer -> {
            peer.upgrade();
            peer.sendFrame(8, peer.readFrame().payload());
            peer.fin();
        });
    }

    private static ScriptedServer inTurns(ScriptedServer one, ScriptedServer other) throws IOException {
        List<ScriptedServer> servers = List.of(one, other);
        AtomicInteger connections = new AtomicInteger();
        return ScriptedServer.plain((Peer peer) -> {
            int port = servers.get(connections.getAndIncrement() % 2).port();
            try (Socket socket = new Socket("127.0.0.1", port)) {
                peer.relay(socket);
            }
        });
    }

    private Path configuration() throws IOException {
        Path roots = Files.writeString(directory.resolve("root.pem"), root.certificatePem());
        return Files.writeString(
                directory.resolve("config.yml"),
                "modules: {websocket: {websocket: {http_config: {tls_config: {ca_file: " + roots + "}}}}}\n");
    }

    private Path home() throws IOException {
        Path home = Files.createDirectory(directory.resolve("prometheus"));
        Files.copy(AlertRule.DIRECTORY.resolve("certificates.rules.yml"), home.resolve("certificates.rules.yml"));
        return home;
    }

    private static String scrapeConfiguration(Exporter exporter, List<String> targets) {
        return """
                global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
                rule_files: ["*.rules.yml"]
                scrape_configs:
                  - job_name: chat
                    metrics_path: /probe
                    params: {module: [websocket]}
                    static_configs: [{targets: ["%s"]}]
                    relabel_configs:
                      - {source_labels: [__address__], target_label: __param_target}
                      - {source_labels: [__param_target], target_label: instance}
                      - {target_label: __address__, replacement: "127.0.0.1:%d"}
                """.formatted(String.join("\", \"", targets), exporter.port());
    }
}
