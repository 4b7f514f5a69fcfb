package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of {@code alerts/} with the programs of Thanos and Mimir, run where they were built. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it waits nearly all of its time
@Timeout(180)
class RulersE2eIT {
    /** Of a group, unless Mimir's operator allows more: {@code -ruler.max-rules-per-rule-group}. */
    private static final int MIMIR_TAKES = 20;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    @BeforeEach
    void copyRules() throws IOException {
        AlertRule.copyTo(root);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void thanosAcceptsAllRules() throws IOException {
        Path thanos = Tools.builtByName("thanos");

        Exporter.Ended ended = run(List.of(thanos.toString(), "tools", "rules-check", "--rules=alerts/*.rules.yml"));

        assertThat(ended.status()).as(ended.output()).isZero();
        assertThat(ended.output().lines().filter(line -> line.contains("result=SUCCESS")))
                .hasSize(AlertRule.files().size());
    }

    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @ValueSource(strings = {"check", "lint", "prepare"})
    void mimirtoolAcceptsAllRules(String command) throws IOException {
        List<String> mimirtool =
                new ArrayList<>(List.of(Tools.builtByName("mimirtool").toString(), "rules", command));
        AlertRule.files().forEach(file -> mimirtool.add(file.toString()));

        Exporter.Ended ended = run(mimirtool);

        assertThat(ended.status()).as(ended.output()).isZero();
        assertThat(ended.output()).doesNotContain("level=error");
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void mimirHasRoomForEachGroup() {
        assertThat(AlertRule.files().stream().flatMap(file -> AlertRule.entries(AlertRule.parse(file), "groups")))
                .isNotEmpty()
                .allSatisfy(group -> assertThat(AlertRule.entries(group, "rules"))
                        .as("rules of %s", group.get("name"))
                        .hasSizeLessThanOrEqualTo(MIMIR_TAKES));
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void thanosTellsOfATargetThatIsDownWhenTheQuerierAsksTheRulerAndDropsItsLabel() throws IOException {
        Path thanos = Tools.builtByName("thanos");
        hurryRules();
        try (Exporter exporter = Exporter.start(root);
                Prometheus prometheus = Prometheus.start("""
                        global: {scrape_interval: 1s, external_labels: {prometheus_replica: a}}
                        scrape_configs:
                          - job_name: chat
                            metrics_path: /probe
                            params: {target: ["ws://127.0.0.1:1/"]}
                            static_configs: [{targets: ["127.0.0.1:%d"]}]
                            relabel_configs: [{source_labels: [__param_target], target_label: instance}]
                        """.formatted(exporter.port()), root)) {
            int querier = Http.freePort();
            int ruler = Http.freePort();
            int sidecar = Http.freePort();
            try (ManagedProcess reads = start(
                            thanos,
                            sidecar,
                            "sidecar",
                            "--prometheus.url=" + prometheus.url(),
                            "--tsdb.path=" + root.resolve("data"),
                            "--http-address=127.0.0.1:" + Http.freePort());
                    ManagedProcess answers = start(
                            thanos,
                            Http.freePort(),
                            "query",
                            "--http-address=127.0.0.1:" + querier,
                            "--endpoint=127.0.0.1:" + sidecar,
                            "--endpoint=127.0.0.1:" + ruler,
                            "--query.replica-label=prometheus_replica",
                            "--query.replica-label=thanos_ruler_replica");
                    ManagedProcess rules = start(
                            thanos,
                            ruler,
                            "rule",
                            "--http-address=127.0.0.1:" + Http.freePort(),
                            "--data-dir=" + root.resolve("ruler"),
                            "--eval-interval=1s",
                            "--rule-file=alerts/*.rules.yml",
                            "--query=http://127.0.0.1:" + querier,
                            "--label=thanos_ruler_replica=\"ruler-0\"",
                            "--alert.label-drop=thanos_ruler_replica")) {
                rules.awaitReady(() -> isDown(querier));

                assertThat(reads.output() + answers.output()).doesNotContain("level=error");
            }
        }
    }

    /** Whether the rules found the target down, and the alert about it fires. */
    private static boolean isDown(int port) {
        try {
            return Prometheus.query(
                                    "http://127.0.0.1:" + port,
                                    "ALERTS{alertname=\"WebsocketDown\",alertstate=\"firing\"}")
                            .size()
                    == 1;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    /** The groups that are evaluated every 15 seconds are so every second. */
    private void hurryRules() throws IOException {
        for (Path file : AlertRule.files()) {
            Path copy = root.resolve(file);
            Files.writeString(copy, Files.readString(copy).replace("interval: 15s", "interval: 1s"));
        }
    }

    private ManagedProcess start(Path thanos, int grpc, String component, String... flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(thanos.toString(), component));
        command.add("--grpc-address=127.0.0.1:" + grpc);
        command.addAll(List.of(flags));
        return ManagedProcess.start(root, command);
    }

    private Exporter.Ended run(List<String> command) throws IOException {
        try (ManagedProcess process = ManagedProcess.start(root, command)) {
            int status = process.awaitExit();
            return new Exporter.Ended(status, process.output());
        }
    }
}
