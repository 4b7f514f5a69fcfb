package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The Prometheus configurations of {@code examples/}, with a real Prometheus. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(180)
class PrometheusExamplesE2eIT {
    private static final Duration HAPPENS_WITHIN = Duration.ofSeconds(60);

    private Path directory;

    @BeforeEach
    void requirePrometheus(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path empty) {
        Tools.require("prometheus");
        directory = empty;
    }

    /** Each configuration with each release. */
    static List<Arguments> files() throws IOException {
        try (Stream<Path> files = Files.list(PrometheusExample.DIRECTORY)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .flatMap(file -> Arrays.stream(Release.values()).map(release -> Arguments.of(release, file)))
                    .toList();
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @MethodSource("files")
    void promtoolAcceptsItWithEveryFileOfRules(Release release, Path file) throws IOException {
        List<String> command = List.of(
                release.promtool().toString(),
                "check",
                "config",
                "--lint=all",
                "--lint-fatal",
                file.toAbsolutePath().toString());
        try (ManagedProcess promtool = ManagedProcess.start(directory, command)) {
            int status = promtool.awaitExit();

            assertThat(status).as(promtool.output()).isZero();
            assertThat(promtool.output())
                    .contains(AlertRule.files().size() + " rule files found")
                    .doesNotContain("FAILED");
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void targetsInTheConfigurationAreProbedWithTheirModules() throws IOException {
        try (Exporter exporter = Exporter.start(directory);
                Prometheus prometheus = PrometheusExample.of("static.yml", directory)
                        .with("wss://chat.example.com/socket", quoted(exporter.echoUrl() + "?room=1"))
                        .with("wss://chat.example.com/presence", quoted(exporter.echoUrl() + "?room=2"))
                        .with("localhost:10115", "127.0.0.1:" + exporter.port())
                        .start()) {
            await(prometheus, "probe_success{job=\"chat\"} == 1", "instance", "ws", 3);
            assertThat(prometheus.query("probe_websocket_pings_sent"))
                    .extracting(sample -> sample.label("instance"))
                    .containsExactly(exporter.echoUrl() + "?room=2");
            await(prometheus, "websocket_exporter_build_info", "job", "websocket_exporter", 1);
            await(prometheus, "websocket:targets:count == 3", "job", "chat", 1);
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void targetsInFilesAreReadAgainWhenTheyChange() throws IOException {
        try (Exporter exporter = Exporter.start(directory)) {
            String shown = Files.readString(PrometheusExample.DIRECTORY.resolve("targets/chat.yml"));
            String here = shown.replaceAll("wss://([a-z.]+/[a-z]*)", quoted(exporter.echoUrl() + "?$1"));
            assertThat(here).isNotEqualTo(shown);
            PrometheusExample example = PrometheusExample.of("file_sd.yml", directory)
                    .with("localhost:10115", "127.0.0.1:" + exporter.port())
                    .withFile("targets/chat.yml", here);
            try (Prometheus prometheus = example.start()) {
                await(prometheus, "probe_success == 1", "team", "chat", 3);
                await(prometheus, "probe_websocket_pongs_received > 0", "module", "websocket_ping", 1);

                example.withFile(
                        "targets/games.yml",
                        "- {targets: [\"%s?games\"], labels: {team: games}}\n".formatted(exporter.echoUrl()));
                await(prometheus, "probe_success{team=\"games\"} == 1", "job", "chat", 1);
            }
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void placesDifferInTheirLabelAlone() throws IOException {
        try (Exporter frankfurt = Exporter.start(directory);
                Exporter singapore = Exporter.start(directory);
                Prometheus prometheus = PrometheusExample.of("locations.yml", directory)
                        .with("wss://chat.example.com", frankfurt.echoUrl() + "?")
                        .with("exporter.frankfurt.example.com:10115", "127.0.0.1:" + frankfurt.port())
                        .with("exporter.singapore.example.com:10115", "127.0.0.1:" + singapore.port())
                        .start()) {
            await(prometheus, "probe_success == 1", "job", "chat", 4);
            await(prometheus, "websocket:targets:count == 2", "job", "chat", 2);
            assertThat(prometheus.query("count by (instance, job) (probe_success)"))
                    .hasSize(2)
                    .allMatch(sample -> sample.value() == 2);
            await(prometheus, "websocket_exporter_build_info", "job", "websocket_exporter", 2);

            assertThat(probes(frankfurt)).isPositive();
            assertThat(probes(singapore)).isPositive();
            Map<String, String> expected = new TreeMap<>(
                    Map.of("frankfurt", "127.0.0.1:" + frankfurt.port(), "singapore", "127.0.0.1:" + singapore.port()));
            assertThat(prometheus.query("websocket_exporter_build_info"))
                    .allSatisfy(
                            own -> assertThat(expected).containsEntry(own.label("location"), own.label("instance")));
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void whatTheDemoServerDoesShowsInPrometheus() throws IOException {
        try (DemoServer demo = DemoServer.start(Files.createDirectory(directory.resolve("demo")));
                Exporter exporter = Exporter.start(directory);
                Prometheus prometheus = PrometheusExample.of("compose.yml", directory)
                        .with("ws://localhost:8080", demo.url())
                        .with("demo:10115", "127.0.0.1:" + exporter.port())
                        .with("alertmanager:9093", "localhost:9093")
                        .start()) {
            await(prometheus, "probe_success == 1", "job", "demo", 3);

            demo.be("refusing");
            await(prometheus, "probe_websocket_failure_info", "reason", "unexpected_status", 3);
        }
    }

    /** In YAML, a question mark in a list in brackets is not for everyone. */
    private static String quoted(String url) {
        return '"' + url + '"';
    }

    private static double probes(Exporter exporter) throws IOException {
        return Samples.of(exporter.get("/metrics").body()).named("websocket_exporter_probes_total").stream()
                .mapToDouble(Samples.Sample::value)
                .sum();
    }

    /** Waits until an expression has so many series, all with a label that begins so. */
    private static void await(Prometheus prometheus, String expression, String label, String begins, int series) {
        Conditions.await(
                HAPPENS_WITHIN,
                () -> prometheus.query(expression).stream()
                                .filter(sample -> sample.label(label).startsWith(begins))
                                .count()
                        == series,
                () -> expression + ": " + prometheus.query(expression) + ", failures: "
                        + prometheus.query("probe_websocket_failure_info"));
    }
}
