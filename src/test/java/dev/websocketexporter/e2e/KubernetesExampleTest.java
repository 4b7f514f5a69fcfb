package dev.websocketexporter.e2e;

import static dev.websocketexporter.e2e.KubernetesExample.DIRECTORY;
import static dev.websocketexporter.e2e.KubernetesExample.OPERATOR;
import static dev.websocketexporter.e2e.KubernetesExample.at;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.StreamSupport;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The objects of {@code examples/kubernetes} fit each other, the image and {@code alerts/}. */
class KubernetesExampleTest {
    private static final Path DEPLOYMENT = DIRECTORY.resolve("deployment.yaml");
    private static final Path SERVICE = DIRECTORY.resolve("service.yaml");
    private static final Path CONFIG_MAP = DIRECTORY.resolve("configmap.yaml");
    private static final Path RULES = OPERATOR.resolve("prometheusrule.yaml");
    private static final int PORT = 10115;

    @Test
    void theRulesAreThoseOfTheAlerts() throws IOException {
        List<Object> groups = StreamSupport.stream(
                        new Yaml().loadAll(Files.readString(RULES)).spliterator(), false)
                .map(resource -> (Object) ((Map<?, ?>) resource).get("spec"))
                .toList();

        assertThat(groups)
                .hasSizeGreaterThan(3)
                .isEqualTo(AlertRule.files().stream()
                        .map(file -> (Object) AlertRule.parse(file))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "prometheus-operator", "watch"})
    void aKustomizationHasEveryFileOfItsDirectory(String directory) throws IOException {
        Path path = DIRECTORY.resolve(directory);
        List<String> files = KubernetesExample.objects(path).stream()
                .map(file -> file.getFileName().toString())
                .toList();

        assertThat(KubernetesExample.kustomization(path))
                .extracting("resources")
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .containsExactlyInAnyOrderElementsOf(files);
    }

    @Test
    void everySelectorFindsThePods() {
        Object labels = at(DEPLOYMENT, "spec", "template", "metadata", "labels");

        assertThat(at(DEPLOYMENT, "spec", "selector", "matchLabels")).isEqualTo(labels);
        assertThat(at(SERVICE, "spec", "selector")).isEqualTo(labels);
        assertThat(at(DIRECTORY.resolve("poddisruptionbudget.yaml"), "spec", "selector", "matchLabels"))
                .isEqualTo(labels);
        assertThat(at(DIRECTORY.resolve("networkpolicy.yaml"), "spec", "podSelector", "matchLabels"))
                .isEqualTo(labels);
        assertThat(HelmChart.mapping(at(SERVICE, "metadata", "labels")))
                .containsAllEntriesOf(HelmChart.mapping(
                        at(OPERATOR.resolve("servicemonitor.yaml"), "spec", "selector", "matchLabels")));
    }

    @Test
    void theAutoscalerScalesTheDeployment() {
        Path hpa = DIRECTORY.resolve("hpa.yaml");

        assertThat(at(hpa, "spec", "scaleTargetRef", "name")).isEqualTo(at(DEPLOYMENT, "metadata", "name"));
        assertThat(at(hpa, "spec", "scaleTargetRef", "kind")).isEqualTo(at(DEPLOYMENT, "kind"));
        assertThat(((Map<?, ?>) at(DEPLOYMENT, "spec")).containsKey("replicas"))
                .as("the number is the autoscaler's alone")
                .isFalse();
    }

    @Test
    void thePortIsTheOneOfTheImageEverywhere() throws IOException {
        Object port = at(DEPLOYMENT, "spec", "template", "spec", "containers", 0, "ports", 0, "name");

        assertThat(at(DEPLOYMENT, "spec", "template", "spec", "containers", 0, "ports", 0, "containerPort"))
                .isEqualTo(PORT);
        assertThat(Files.readString(Path.of("Dockerfile"))).contains("EXPOSE " + PORT + "\n");
        assertThat(at(SERVICE, "spec", "ports", 0, "port")).isEqualTo(PORT);
        assertThat(at(SERVICE, "spec", "ports", 0, "targetPort")).isEqualTo(port);
        assertThat(at(OPERATOR.resolve("servicemonitor.yaml"), "spec", "endpoints", 0, "port"))
                .isEqualTo(at(SERVICE, "spec", "ports", 0, "name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"probe.yaml", "probe-ingress.yaml", "probe-service.yaml"})
    void theOperatorsProbesAskTheServiceForAModuleThatItHas(String file) {
        Map<String, Map<String, ?>> configuration = new Yaml().load((String) at(CONFIG_MAP, "data", "config.yml"));
        assertThat(configuration.get("modules")).containsKey((String) at(OPERATOR.resolve(file), "spec", "module"));
        assertThat(at(OPERATOR.resolve(file), "spec", "prober", "url"))
                .isEqualTo(at(SERVICE, "metadata", "name") + "."
                        + KubernetesExample.kustomization(DIRECTORY).get("namespace") + ".svc:" + PORT);
    }

    @Test
    void theExportersOwnJobHasTheNameThatItHasElsewhere() {
        Object job = AlertRule.entries(
                        AlertRule.parse(PrometheusExample.DIRECTORY.resolve("static.yml")), "scrape_configs")
                .reduce((first, last) -> last)
                .orElseThrow()
                .get("job_name");

        assertThat(at(OPERATOR.resolve("servicemonitor.yaml"), "spec", "endpoints", 0, "relabelings"))
                .isEqualTo(List.of(Map.of("targetLabel", "job", "replacement", job)));
    }

    @Test
    void theUserIsThatOfTheImage() throws IOException {
        Object user = at(DEPLOYMENT, "spec", "template", "spec", "securityContext", "runAsUser");
        Object group = at(DEPLOYMENT, "spec", "template", "spec", "securityContext", "runAsGroup");

        assertThat(Files.readString(Path.of("Dockerfile"))).contains("USER " + user + ":" + group + "\n");
    }

    @Test
    void theConfigurationIsWhereItIsMountedAndLoads(@TempDir Path directory)
            throws IOException, ConfigurationException {
        Object mounted = at(DEPLOYMENT, "spec", "template", "spec", "containers", 0, "volumeMounts", 0, "mountPath");
        assertThat(at(DEPLOYMENT, "spec", "template", "spec", "containers", 0, "args", 0))
                .isEqualTo("--config.file=" + mounted + "/config.yml");
        assertThat(at(DEPLOYMENT, "spec", "template", "spec", "volumes", 0, "configMap", "name"))
                .isEqualTo(at(CONFIG_MAP, "metadata", "name"));

        Path file = Files.writeString(directory.resolve("config.yml"), (String) at(CONFIG_MAP, "data", "config.yml"));
        Loaded loaded = new ConfigurationSource(file, EnumSet.allOf(TlsVersion.class)).load();
        assertThat(loaded.warnings()).isEmpty();
    }
}
