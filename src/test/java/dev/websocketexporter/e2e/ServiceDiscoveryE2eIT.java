package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Prometheus, with the eight lines of the README, probes what a file of the exporter says, and nothing is restarted. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it waits most of its time, for programs of its own
@Timeout(120)
class ServiceDiscoveryE2eIT {
    private static final Duration HAPPENS_WITHIN = Duration.ofSeconds(30);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private Exporter exporter;
    private Prometheus prometheus;

    @Test
    void targetsComeAndChangeAndGoByAFile() throws Exception {
        Tools.require("prometheus");
        Path file = Files.createDirectory(directory.resolve("targets")).resolve("chat.yml");
        Path configuration = Files.writeString(directory.resolve("config.yml"), configuration());
        try (Exporter startedExporter = Exporter.start(directory, "--config.file=" + configuration);
                Prometheus startedPrometheus = prometheus(startedExporter)) {
            exporter = startedExporter;
            prometheus = startedPrometheus;
            added(file);
            changed(file);
            refused(file);
            removed(file);
        }
    }

    /** A module takes a value from each of its targets. */
    private static String configuration() {
        return """
                modules:
                  websocket: {}
                  chat:
                    params: ["header:X-Tenant"]
                    websocket: {}
                targets:
                  - target_files: [targets/*.yml]
                """;
    }

    /** Just what the README shows, except for the exporter's port, and intervals fit for a test. */
    private Prometheus prometheus(Exporter of) throws IOException {
        String shown = Readme.read().block("yaml", "http_sd_configs");
        assertThat(shown).contains("localhost:10115");
        assertThat(shown.lines().filter(line -> !line.isBlank())).hasSize(8);
        String configuration = "global: {scrape_interval: 1s, scrape_timeout: 1s}\n"
                + shown.replace("localhost:10115", "127.0.0.1:" + of.port())
                        .replace("/sd\"", "/sd\", refresh_interval: 1s");
        return Prometheus.start(configuration, Files.createDirectory(directory.resolve("prometheus")));
    }

    private String echo(String query) {
        return "ws://127.0.0.1:" + exporter.port() + "/echo" + query;
    }

    private void added(Path file) throws IOException {
        Files.writeString(file, "- targets: [\"" + echo("?a") + "\"]\n  labels: {team: chat}\n");

        awaitInstances("probe_success{team=\"chat\"} == 1", echo("?a"));
    }

    private void changed(Path file) throws IOException {
        Files.writeString(file, """
                - targets: ["%s"]
                  labels: {team: other, __param_module: chat, __param_param_header_x_tenant: acme}
                - targets: ["%s"]
                """.formatted(echo("?a"), echo("?b=c%26d")));

        awaitInstances("probe_success{team=\"other\"} == 1", echo("?a"));
        awaitInstances("probe_success{team=\"\"} == 1", echo("?b=c%26d"));
        awaitInstances("probe_success{team=\"chat\"}");
        assertThat(metrics()).contains("websocket_exporter_probes_total{module=\"chat\",result=\"success\",}");
    }

    private void refused(Path file) throws IOException {
        Files.writeString(file, "- targets: [nonsense]\n");
        Conditions.await(
                HAPPENS_WITHIN,
                () -> metrics().contains("websocket_exporter_target_files_last_load_successful 0.0\n"),
                () -> "the file is not refused");

        assertThat(instances("probe_success == 1")).containsExactlyInAnyOrder(echo("?a"), echo("?b=c%26d"));
    }

    private String metrics() {
        try {
            return Http.get("http://127.0.0.1:" + exporter.port() + "/metrics").body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void removed(Path file) throws IOException {
        Files.delete(file);

        awaitInstances("probe_success");
    }

    private void awaitInstances(String expression, String... expected) {
        Conditions.await(
                HAPPENS_WITHIN,
                () -> instances(expression).equals(List.of(expected)),
                () -> expression + ": " + instances(expression) + ", up: " + prometheus.query("up"));
    }

    private List<String> instances(String expression) {
        return prometheus.query(expression).stream()
                .map(sample -> sample.label("instance"))
                .toList();
    }
}
