package dev.websocketexporter.e2e;

import static dev.websocketexporter.e2e.KubernetesExample.WATCH;
import static dev.websocketexporter.e2e.KubernetesExample.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ConfigurationSource;
import dev.websocketexporter.config.ConfigurationSource.Loaded;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.probe.module.TlsVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The objects of {@code examples/kubernetes/watch} fit each other, the image, and the jobs that the README shows. */
class KubernetesWatchExampleTest {
    private static final Path STATEFUL_SET = WATCH.resolve("statefulset.yaml");
    private static final Path DEPLOYMENT = KubernetesExample.DIRECTORY.resolve("deployment.yaml");
    private static final Path CONFIG_MAP = WATCH.resolve("configmap.yaml");
    private static final Path POD_MONITOR = WATCH.resolve("podmonitor.yaml");

    @Test
    void thereAreAsManyShardsAsReplicasAndEachPodHasTheShardOfItsOrdinal() {
        List<?> arguments = (List<?>) container("args");
        Map<?, ?> variable = (Map<?, ?>) ((List<?>) container("env")).get(0);

        assertThat(arguments.subList(2, 4))
                .isEqualTo(List.of(
                        "--watch.shards=" + at(STATEFUL_SET, "spec", "replicas"),
                        "--watch.shard=$(" + variable.get("name") + ")"));
        assertThat(variable.get("valueFrom"))
                .isEqualTo(Map.of("fieldRef", Map.of("fieldPath", "metadata.labels['apps.kubernetes.io/pod-index']")));
    }

    @Test
    void everySelectorFindsThePods() {
        Object labels = at(STATEFUL_SET, "spec", "template", "metadata", "labels");

        assertThat(labels)
                .as("none of the exporters that probe")
                .isNotEqualTo(at(DEPLOYMENT, "spec", "template", "metadata", "labels"));
        assertThat(at(STATEFUL_SET, "spec", "selector", "matchLabels")).isEqualTo(labels);
        assertThat(at(WATCH.resolve("service.yaml"), "spec", "selector")).isEqualTo(labels);
        assertThat(at(POD_MONITOR, "spec", "selector", "matchLabels")).isEqualTo(labels);
        assertThat(at(WATCH.resolve("poddisruptionbudget.yaml"), "spec", "selector", "matchLabels"))
                .isEqualTo(labels);
        assertThat(at(WATCH.resolve("networkpolicy.yaml"), "spec", "podSelector", "matchLabels"))
                .isEqualTo(labels);
        assertThat(at(STATEFUL_SET, "spec", "serviceName"))
                .isEqualTo(at(WATCH.resolve("service.yaml"), "metadata", "name"));
    }

    @Test
    void thePodIsThatOfTheDeploymentButForItsArguments() {
        for (String part :
                List.of("image", "ports", "startupProbe", "livenessProbe", "securityContext", "volumeMounts")) {
            assertThat(container(part))
                    .as(part)
                    .isEqualTo(at(DEPLOYMENT, "spec", "template", "spec", "containers", 0, part));
        }
        assertThat(at(STATEFUL_SET, "spec", "template", "spec", "securityContext"))
                .isEqualTo(at(DEPLOYMENT, "spec", "template", "spec", "securityContext"));
    }

    @Test
    void thePodsAreScrapedAsTheReadmeShows() throws IOException {
        String shown = Readme.read().block("yaml", "metrics_path: /watch");

        for (int job = 0; job < 2; job++) {
            assertThat(at(POD_MONITOR, "spec", "podMetricsEndpoints", job, "port"))
                    .isEqualTo(((Map<?, ?>) ((List<?>) container("ports")).get(0)).get("name"));
            assertThat(shown)
                    .contains("job_name: "
                            + at(POD_MONITOR, "spec", "podMetricsEndpoints", job, "relabelings", 0, "replacement"));
        }
        assertThat(at(POD_MONITOR, "spec", "podMetricsEndpoints", 0, "path")).isEqualTo("/watch");
    }

    @Test
    void theConfigurationIsWhereItIsMountedAndLoads(@TempDir Path directory)
            throws IOException, ConfigurationException {
        assertThat(((List<?>) container("args")).get(0)).isEqualTo("--config.file=/etc/websocket_exporter/config.yml");
        Map<?, ?> files = (Map<?, ?>) at(CONFIG_MAP, "data");
        for (Map.Entry<?, ?> file : files.entrySet()) {
            Files.writeString(directory.resolve((String) file.getKey()), (String) file.getValue());
        }

        Loaded loaded =
                new ConfigurationSource(directory.resolve("config.yml"), EnumSet.allOf(TlsVersion.class)).load();

        assertThat(loaded.warnings()).isEmpty();
        Configuration configuration = loaded.configuration();
        assertThat(configuration.watches()).hasSize(2);
    }

    private static Object container(String part) {
        return at(STATEFUL_SET, "spec", "template", "spec", "containers", 0, part);
    }
}
