package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The Probes of {@code examples/kubernetes/prometheus-operator}, as a real Prometheus with the example's modules asks them. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it waits nearly all of its time
@Timeout(180)
class OperatorProbesE2eIT {
    private static final Duration HAPPENS_WITHIN = Duration.ofSeconds(60);

    private Path directory;

    @BeforeEach
    void requirePrometheus(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path empty) {
        Tools.require("prometheus");
        directory = empty;
    }

    @Test
    void aServiceIsProbedByItsOwnAddressForThePublicName() throws IOException {
        OperatorProbe probe = new OperatorProbe("probe-service.yaml");

        try (Exporter exporter = start();
                Prometheus prometheus = Prometheus.start(
                        probe.ofTargets("127.0.0.1:" + exporter.port(), List.of(exporter.echoUrl())), directory)) {
            await(prometheus, "probe_success == 1", 1);

            assertThat(prometheus.query("probe_websocket_pongs_received > 0"))
                    .extracting(pongs -> pongs.label("job"), pongs -> pongs.label("instance"))
                    .containsExactly(tuple("chat_service", exporter.echoUrl()));
            assertThat(exporter.get("/logs?module=websocket_ping&target=" + Http.encode(exporter.echoUrl()))
                            .body())
                    .contains(probe.parameters().get("hostname"))
                    .contains("    Origin:\n      secrets:\n      - <secret>\n")
                    .doesNotContain("app.example.com");
        }
    }

    @Test
    void anIngressWithoutANameIsLeftOut() throws IOException {
        try (Exporter exporter = start()) {
            String here = "127.0.0.1:" + exporter.port();
            String configuration = new OperatorProbe("probe-ingress.yaml")
                    .ofIngresses(here, Map.of(here, "/echo", "*.example.com", "/", "", "/every"));
            try (Prometheus prometheus = Prometheus.start(configuration, directory)) {
                await(prometheus, "probe_success == 1", 1);

                assertThat(prometheus.query("up"))
                        .extracting(up -> up.label("instance"))
                        .containsExactly("http://" + here + "/echo");
                assertThat(Http.get(prometheus.url() + "/api/v1/targets?state=dropped")
                                .body())
                        .contains("\"*.example.com\"");
            }
        }
    }

    private Exporter start() throws IOException {
        Object modules =
                KubernetesExample.at(KubernetesExample.DIRECTORY.resolve("configmap.yaml"), "data", "config.yml");
        return Exporter.start(
                directory, "--config.file=" + Files.writeString(directory.resolve("config.yml"), (String) modules));
    }

    private static void await(Prometheus prometheus, String expression, int series) {
        Conditions.await(
                HAPPENS_WITHIN,
                () -> prometheus.query(expression).size() == series,
                () -> expression + ": " + prometheus.query(expression) + ", up: " + prometheus.query("up"));
    }
}
