package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Values as people write them, whatever YAML takes them for: what they become in objects, by the real helm. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it times nothing: one test after the other
@Timeout(180)
class HelmOddValuesE2eIT {
    @TempDir
    private static Path directory;

    private static HelmChart chart;

    @BeforeAll
    static void find() {
        chart = new HelmChart(directory);
    }

    /** As YAML reads them without quotes: numbers, booleans, comments and mappings. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void textsThatYamlTakesForSomethingElseStayTexts() throws IOException {
        List<Map<String, Object>> objects = objects("1234567", """
                fullnameOverride: exporter
                nameOverride: "12"
                priorityClassName: "on"
                prometheusOperator: {enabled: true}
                dashboards: {enabled: false}
                serviceAccount: {create: true, name: "007"}
                targetDefaults: {job: "123", module: "yes"}
                config: {modules: {"yes": {}}}
                configFiles: {"1": "  indented\\nor not\\n", plain: ""}
                targets: [{url: "WSS://chat.example.com/"}]
                ingresses: [{name: "1", selector: {}, labels: {"y": "2"}}]
                ingress: {enabled: true, className: "1e3", hosts: [{host: a.example.com, paths: [{path: "/a: b"}]}]}
                extraSecretMounts: [{name: "1", secretName: "2", mountPath: "/a #b", subPath: "3"}]
                """);

        assertThat(objects)
                .extracting(object -> HelmChart.mapping(object.get("metadata")).get("labels"))
                .allSatisfy(labels -> assertThat(HelmChart.mapping(labels))
                        .containsEntry("app.kubernetes.io/name", "12")
                        .containsEntry("app.kubernetes.io/instance", "1234567"));
        assertThat(HelmChart.mapping(one(objects, "ConfigMap").get("data")))
                .containsEntry("1", "  indented\nor not\n")
                .containsEntry("plain", "");
        assertThat(spec(objects, "Probe")).containsEntry("jobName", "123").containsEntry("module", "yes");
        assertThat(one(objects, "Probe").get("metadata").toString()).contains("exporter-chat-example-com");
        assertThat(spec(objects, "Ingress")).containsEntry("ingressClassName", "1e3");
        assertThat(spec(objects, "Ingress").get("rules").toString()).contains("path=/a: b");
        Map<String, Object> pod = HelmChart.pod(objects);
        assertThat(pod).containsEntry("serviceAccountName", "007").containsEntry("priorityClassName", "on");
        assertThat(AlertRule.entries(pod, "volumes"))
                .contains(Map.of("name", "1", "secret", Map.of("secretName", "2")));
        assertThat(AlertRule.entries(
                        AlertRule.entries(pod, "containers").findFirst().orElseThrow(), "volumeMounts"))
                .contains(Map.of("name", "1", "mountPath", "/a #b", "subPath", "3", "readOnly", true));
    }

    /** Such as those whose entries are commented out. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void keysWithNothingBehindThemAreAsTheyAreWithoutEntries() throws IOException {
        String some = """
                targets:
                ingresses:
                configFiles:
                extraSecretMounts:
                extraConfigmapMounts:
                extraVolumes:
                extraArgs:
                commonLabels:
                """;

        assertThat(objects(HelmChart.RELEASE, some)).isEqualTo(objects(HelmChart.RELEASE, "targets: []"));
    }

    /** Kubernetes makes a label of 63 characters at most of the name and a hash of ten, and else starts no pod. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void aStatefulSetHasANameThatAHashFitsBehind() throws IOException {
        String values = "watch: {shards: 1}\nconfig: {watch: [{name: a, targets: ['ws://a/']}]}\n";
        String release = "a-release-with-a-long-name-as-long-as-helm-takes-them";

        assertThat(name(one(objects(release, values), "StatefulSet")))
                .startsWith("a-release-with-a-long-name")
                .hasSizeLessThanOrEqualTo(52);
        assertThat(name(one(objects("short", values), "StatefulSet"))).isEqualTo("short-websocket-exporter");
    }

    private static List<Map<String, Object>> objects(String release, String values) throws IOException {
        Path file = Files.writeString(directory.resolve("values.yaml"), values);
        return chart.objectsOf(release, "--values=" + file);
    }

    private static Map<String, Object> one(List<Map<String, Object>> objects, String kind) {
        return objects.stream()
                .filter(object -> kind.equals(object.get("kind")))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> spec(List<Map<String, Object>> objects, String kind) {
        return HelmChart.mapping(one(objects, kind).get("spec"));
    }

    private static String name(Map<String, Object> object) {
        return (String) HelmChart.mapping(object.get("metadata")).get("name");
    }

    /** To Kubernetes, a list without entries is everybody. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void nobodyAsPeersOfANetworkPolicyIsRefused() throws IOException {
        Exporter.Ended ended = chart.template("--set-json=networkPolicy.from=[]");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output()).contains("at '/networkPolicy/from': minItems: got 0, want 1");
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void aReleaseThatNoServiceCanBeCalledAfterIsRefused() throws IOException {
        Exporter.Ended ended = chart.run("template", "1234567", HelmChart.PATH);

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output())
                .contains(
                        "\"1234567-websocket-exporter\" is no name of a Service, which begins with a letter and has letters,"
                                + " digits and hyphens: set fullnameOverride\n");
    }
}
