package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.assertj.core.data.Offset;
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
    /** Probes, so that each of two servers was the last to answer for a while. */
    private static final int TURNS = 4;
    /** Ten minutes of the life. */
    private static final Offset<Double> ABOUT = Offset.offset(0.001);

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
            await(prometheus, () -> left(prometheus, late).size() == 1);
            await(prometheus, () -> left(prometheus, renewed).size() == 1);
            await(prometheus, () -> left(prometheus, both).stream().anyMatch(share -> share < 0.5));
            int probes = both.accepted();
            List<Double> afterwards = new ArrayList<>();
            await(prometheus, () -> {
                afterwards.addAll(left(prometheus, both));
                return both.accepted() >= probes + TURNS;
            });

            assertThat(prometheus.query("websocket:certificate:life_seconds"))
                    .hasSize(3)
                    .extracting(Sample::value)
                    .containsOnly((double) LIFE.toSeconds());
            assertThat(left(prometheus, late))
                    .allSatisfy(share -> assertThat(share).isCloseTo(0.2, ABOUT));
            assertThat(left(prometheus, renewed))
                    .allSatisfy(share -> assertThat(share).isCloseTo(0.95, ABOUT));
            assertThat(afterwards)
                    .as("the old one of two servers counts, whichever answered last")
                    .isNotEmpty()
                    .allSatisfy(share -> assertThat(share).isCloseTo(0.2, ABOUT));
            assertThat(prometheus.query("ALERTS{alertname=~\"WebsocketCertificateExp.*\"}"))
                    .extracting(alert -> alert.label("alertname") + " " + alert.label("instance"))
                    .containsExactlyInAnyOrder(
                            "WebsocketCertificateExpiresSoon " + url(late),
                            "WebsocketCertificateExpiresSoon " + url(both));
        }
    }

    private static void await(Prometheus prometheus, BooleanSupplier condition) {
        Conditions.await(HAPPENS_WITHIN, condition, () -> "there is: " + prometheus.query("{job=\"chat\"}"));
    }

    /** What is recorded now: one figure, or none. */
    private static List<Double> left(Prometheus prometheus, ScriptedServer server) {
        return prometheus.query("websocket:certificate:life_left_ratio{instance=\"" + url(server) + "\"}").stream()
                .map(Sample::value)
                .toList();
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
