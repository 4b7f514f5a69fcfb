package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus, with the scrape configuration of the README, has the right figures of four targets. */
@Tag("e2e")
@Timeout(180)
class PrometheusE2eIT {
    private static final Instant EXPIRES = Instant.parse("2031-05-06T07:08:09Z");
    private static final Duration SCRAPED_WITHIN = Duration.ofSeconds(60);

    private static NodeEcho node;
    private static Nginx nginx;
    private static Exporter exporter;
    private static Prometheus prometheus;

    private static String plain;
    private static String upgraded;
    private static String forgotten;
    private static String dead;

    @BeforeAll
    static void startEverything(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws IOException {
        Tools.require("prometheus");
        TestIdentity root = CertificateRecipe.ca("E2E Root").selfSigned();
        TestIdentity leaf =
                CertificateRecipe.leaf("localhost").validUntil(EXPIRES).signedBy(root);
        node = NodeEcho.start(Files.createDirectory(directory.resolve("node")));
        nginx = Nginx.inFrontOf(node.port(), leaf, Files.createDirectory(directory.resolve("nginx")));
        plain = "ws://127.0.0.1:" + node.port() + "/";
        upgraded = nginx.url("/upgraded");
        forgotten = nginx.url("/forgotten");
        dead = "ws://127.0.0.1:" + Http.freePort() + "/";
        exporter = Exporter.start(directory, "--config.file=" + configuration(directory, root));
        prometheus = Prometheus.start(scrapeConfiguration(), Files.createDirectory(directory.resolve("prometheus")));
    }

    private static Path configuration(Path directory, TestIdentity root) throws IOException {
        Path roots = Files.writeString(directory.resolve("root.pem"), root.certificatePem());
        return Files.writeString(directory.resolve("config.yml"), """
                modules:
                  websocket:
                    websocket:
                      http_config:
                        tls_config:
                          ca_file: %s
                """.formatted(roots));
    }

    /** Just what the README shows, except for the targets, the exporter's port, and an interval fit for a test. */
    private static String scrapeConfiguration() throws IOException {
        String shown = Readme.read().block("yaml", "module: [websocket]");
        String target = "          - wss://chat.example.com/socket\n";
        assertThat(shown).contains(target).contains("localhost:10115");
        String targets = List.of(plain, upgraded, forgotten, dead).stream()
                .map(url -> "          - " + url + "\n")
                .collect(Collectors.joining());
        return "global: {scrape_interval: 2s, scrape_timeout: 2s}\n"
                + shown.replace(target, targets).replace("localhost:10115", "localhost:" + exporter.port());
    }

    @AfterAll
    static void endEverything() {
        for (AutoCloseable process : new AutoCloseable[] {prometheus, exporter, nginx, node}) {
            close(process);
        }
    }

    private static void close(AutoCloseable process) {
        try {
            if (process != null) {
                process.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("a process did not end", e);
        }
    }

    @Test
    void everyTargetIsScrapedAndSuccessIsRight() {
        awaitSamples("probe_success{job=\"websocket\"}", 5);
        assertThat(byInstance("probe_success"))
                .containsEntry(plain, 1.0)
                .containsEntry(upgraded, 1.0)
                .containsEntry(forgotten, 0.0)
                .containsEntry(dead, 0.0)
                .containsEntry("ws://localhost:" + exporter.port() + "/echo", 1.0);
        assertThat(byInstance("up{job=\"websocket\"}").values()).containsOnly(1.0);
    }

    @Test
    void phasesAreThoseThatBegan() {
        awaitSamples("probe_success{job=\"websocket\"}", 5);
        assertThat(phases(plain)).containsExactlyInAnyOrder("resolve", "connect", "processing", "close");
        assertThat(phases(upgraded)).containsExactlyInAnyOrder("resolve", "connect", "tls", "processing", "close");
        assertThat(phases(forgotten)).contains("resolve", "connect", "tls", "processing");
        assertThat(phases(dead)).containsExactlyInAnyOrder("resolve", "connect");
        assertThat(prometheus.query("probe_websocket_duration_seconds"))
                .allSatisfy(sample -> assertThat(sample.value()).isBetween(0.0, 1.5));
    }

    @Test
    void certificateExpiryIsThatOfTheCertificate() {
        awaitSamples("probe_ssl_earliest_cert_expiry", 2);
        assertThat(byInstance("probe_ssl_earliest_cert_expiry"))
                .containsOnlyKeys(upgraded, forgotten)
                .containsValue((double) EXPIRES.getEpochSecond());
        assertThat(byInstance("probe_ssl_verified").values()).containsOnly(1.0);
    }

    @Test
    void failuresSayWhereAndWhy() {
        awaitSamples("probe_websocket_failure_info", 2);
        Map<String, String> failures = prometheus.query("probe_websocket_failure_info").stream()
                .collect(Collectors.toMap(
                        sample -> sample.label("instance"),
                        sample -> sample.label("phase") + "/" + sample.label("reason")));
        assertThat(failures)
                .containsOnly(
                        Map.entry(forgotten, "processing/unexpected_status"),
                        Map.entry(dead, "connect/connection_refused"));
        // What ws answers to a request that does not ask for an upgrade.
        assertThat(byInstance("probe_websocket_status_code"))
                .containsEntry(plain, 101.0)
                .containsEntry(upgraded, 101.0)
                .containsEntry(forgotten, 426.0)
                .containsEntry(dead, 0.0);
    }

    @Test
    void closingHandshakesWithRealServersAreClean() {
        awaitSamples("probe_websocket_close_clean", 3);
        assertThat(byInstance("probe_websocket_close_clean").values()).containsOnly(1.0);
        assertThat(byInstance("probe_websocket_close_code").values()).containsOnly(1000.0);
    }

    @Test
    void theExportersOwnMetricsAreScraped() {
        awaitSamples("websocket_exporter_probes_total{result=\"failure\"}", 1);
        assertThat(prometheus.query("websocket_exporter_build_info")).hasSize(1);
    }

    private static void awaitSamples(String expression, int atLeast) {
        Conditions.await(
                SCRAPED_WITHIN,
                () -> prometheus.query(expression).size() >= atLeast,
                () -> expression + " has " + prometheus.query(expression) + ", up is " + prometheus.query("up"));
    }

    private static Map<String, Double> byInstance(String expression) {
        return prometheus.query(expression).stream()
                .collect(Collectors.toMap(sample -> sample.label("instance"), Prometheus.Sample::value));
    }

    private static List<String> phases(String instance) {
        return prometheus.query("probe_websocket_duration_seconds").stream()
                .filter(sample -> sample.label("instance").equals(instance))
                .map(sample -> sample.label("phase"))
                .toList();
    }
}
