package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.e2e.Exporter.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** What the real helm makes of values that users write, and what it says of those that are wrong. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it times nothing: one test after the other
@Timeout(180)
class HelmValuesE2eIT {
    private static final Path DOCUMENT = Path.of("docs", "kubernetes.md");
    private static final Path OF_BLACKBOX = Path.of("src/test/e2e/chart/blackbox-values.yaml");
    private static final Pattern VALUES = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");

    @TempDir
    private static Path directory;

    private static HelmChart chart;

    @BeforeAll
    static void find() {
        chart = new HelmChart(directory);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void theValuesOfTheDocumentAreGood() throws IOException {
        List<MatchResult> blocks =
                VALUES.matcher(Files.readString(DOCUMENT)).results().toList();
        assertThat(blocks).hasSizeGreaterThan(3);
        for (MatchResult block : blocks) {
            Path values = Files.writeString(directory.resolve("document.yaml"), block.group(1));

            Ended ended = chart.template("--values=" + values, "--set=prometheusOperator.enabled=true");

            assertThat(ended.status()).as(block.group() + ended.output()).isZero();
        }
    }

    /** With the command of the README. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void aUrlIsEnoughWhereTheClusterHasTheOperator() throws IOException {
        Ended ended = chart.template(
                "--namespace=monitoring",
                "--set=targets[0].url=wss://chat.example.com/socket",
                "--api-versions=monitoring.coreos.com/v1");

        assertThat(ended.status()).isZero();
        assertThat(ended.output())
                .contains("kind: Probe\nmetadata:\n  name: ws-websocket-exporter-chat-example-com-socket\n")
                .contains("- wss://chat.example.com/socket\n")
                .contains("url: ws-websocket-exporter.monitoring.svc:10115\n")
                .contains("kind: ServiceMonitor\n")
                .contains("kind: PrometheusRule\n")
                .contains("release: kube-prometheus-stack\n");
    }

    /** With the keys that docs/kubernetes.md calls the same. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void valuesOfTheChartOfBlackboxExporterAreGood() throws IOException {
        List<Map<String, Object>> objects = chart.objects("--values=" + OF_BLACKBOX.toAbsolutePath());

        Map<String, Object> container = AlertRule.entries(HelmChart.pod(objects), "containers")
                .findFirst()
                .orElseThrow();
        assertThat(container.get("env"))
                .isEqualTo(List.of(
                        Map.of("name", "HTTP_PROXY", "value", "http://superproxy.com:3128"),
                        Map.of("name", "NO_PROXY", "value", "localhost,127.0.0.1")));
        assertThat(AlertRule.entries(container, "volumeMounts").map(mount -> mount.get("mountPath")))
                .contains("/etc/secrets", "/etc/ssl/a", "/storage");
        assertThat(objects).extracting("kind").contains("Secret", "Ingress", "ServiceAccount", "ConfigMap");
    }

    /** YAML with a name twice is refused by kustomize, through which Flux and Argo CD may send it. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void aLabelThatIsGivenTwiceIsThereOnce() throws IOException {
        List<Map<String, Object>> objects = chart.objects(
                "--set=prometheusOperator.enabled=true",
                "--set=commonLabels.release=every",
                "--set=prometheusRule.labels.release=rules",
                "--set=service.labels.release=service");

        assertThat(releases(objects, "Deployment")).containsOnly("every");
        assertThat(releases(objects, "Service")).containsOnly("service");
        assertThat(releases(objects, "ServiceMonitor")).containsOnly("kube-prometheus-stack");
        assertThat(releases(objects, "PrometheusRule")).containsOnly("rules");
    }

    private static List<Object> releases(List<Map<String, Object>> objects, String kind) {
        return objects.stream()
                .filter(object -> object.get("kind").equals(kind))
                .map(object -> HelmChart.mapping(
                                HelmChart.mapping(object.get("metadata")).get("labels"))
                        .get("release"))
                .toList();
    }

    /** Its API server would refuse the pods. */
    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @CsvSource({"1.29.14, false", "1.30.0, true", "v1.31.2-gke.100, true"})
    void whatKubernetesDoesNotKnowYetIsLeftOut(String version, boolean waits) throws IOException {
        Map<String, Object> container = AlertRule.entries(
                        HelmChart.pod(chart.objects("--kube-version=" + version)), "containers")
                .findFirst()
                .orElseThrow();

        assertThat(container.containsKey("lifecycle")).isEqualTo(waits);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void connectionsAreSharedOnlyByPodsThatKnowTheirNumber() throws IOException {
        Ended ended = chart.template(
                "--kube-version=1.27.16",
                "--set=watch.shards=1,config.watch[0].name=a,config.watch[0].targets[0]=ws://a/");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output())
                .contains("watch.shards needs Kubernetes 1.28, whose pods know their number, and this is v1.27.16");
    }

    /** The exporter's certificate is not for localhost, and a probe of its own echo brings no password. */
    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @CsvSource({
        "minimal, curl 'http://localhost:10115/probe?target=ws://localhost:10115/echo'",
        "secure, curl --insecure --user NAME 'https://localhost:10115/readyz'",
        "public, curl 'http://localhost:10115/exporter/probe?target=ws://localhost:10115/exporter/echo'",
    })
    void theNotesHaveACommandThatWorks(String set, String command) throws IOException {
        Ended ended = chart.run(
                "install", HelmChart.RELEASE, HelmChart.PATH, "--dry-run=client", "--values=" + HelmChart.values(set));

        assertThat(ended.status()).as(ended.output()).isZero();
        assertThat(ended.output().lines().map(String::strip).filter(line -> line.startsWith("curl ")))
                .containsExactly(command);
    }

    /** The first column has what stands behind --set, with blanks between them. */
    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @CsvFileSource(files = "src/test/e2e/chart/refused.txt", delimiter = '|', numLinesToSkip = 1)
    void whatIsWrongIsRefusedWithOneSentence(String settings, String sentence) throws IOException {
        Ended ended = chart.template(Arrays.stream(settings.split(" "))
                .map(setting -> "--set=" + setting)
                .toArray(String[]::new));

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output().lines().filter(line -> !line.isBlank()).toList())
                .anySatisfy(line -> assertThat(line).endsWith(sentence));
    }

    /** helm's own words. */
    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @CsvSource(
            delimiter = '|',
            value = {
                "replicaCount=2 | additional properties 'replicaCount' not allowed",
                "image.tags=1 | at '/image': additional properties 'tags' not allowed",
                "targets[0].modul=chat | at '/targets/0': additional properties 'modul' not allowed",
                "targets[0].url=chat.example.com | at '/targets/0/url': 'chat.example.com' does not match pattern",
                "config.modules.chat.timeuot=5s | at '/config/modules/chat': additional properties 'timeuot' not allowed",
                "fullnameOverride=My_Exporter | at '/fullnameOverride': 'My_Exporter' does not match pattern",
                "service=null | at '': missing property 'service'",
                "targetDefaults.job=null | at '/targetDefaults': missing property 'job'",
                "prometheusOperator.enabled=maybe | at '/prometheusOperator/enabled': value must be one of 'auto', true, false",
            })
    void anUnknownKeyIsRefused(String setting, String finding) throws IOException {
        Ended ended = chart.template("--set=" + setting);

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output()).contains(finding);
    }
}
