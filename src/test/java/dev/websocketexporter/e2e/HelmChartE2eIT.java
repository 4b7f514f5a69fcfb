package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.ConfigurationSource;
import dev.websocketexporter.config.yaml.ConfigurationException;
import dev.websocketexporter.e2e.Exporter.Ended;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.testkit.CertificateRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the real helm makes of the chart with the value sets that are beside it. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it times nothing: one test after the other
@Timeout(180)
class HelmChartE2eIT {
    private static final Path KEPT = Path.of("src/test/e2e/chart/names-0.1.0.txt");

    /** Where value sets mount what only a cluster has. */
    private static final String MOUNTS = "/etc/(?:secrets/chat|roots)/";

    @TempDir
    private static Path directory;

    private static HelmChart chart;
    private static final Map<String, Path> RENDERED = new HashMap<>();

    @BeforeAll
    static void render() throws IOException {
        chart = new HelmChart(directory);
        for (String set : HelmChart.valueSets()) {
            RENDERED.put(set, chart.render(set));
        }
        assertThat(RENDERED).hasSizeGreaterThanOrEqualTo(10);
    }

    static List<String> valueSets() {
        return HelmChart.valueSets();
    }

    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @MethodSource("valueSets")
    void lintFindsNothing(String set) throws IOException {
        Ended ended = chart.run("lint", "--strict", "--quiet", "--values=" + HelmChart.values(set), HelmChart.PATH);

        assertThat(ended.status()).as(ended.output()).isZero();
    }

    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @MethodSource("valueSets")
    void theConfigurationLoads(String set, @TempDir Path mounted) throws IOException, ConfigurationException {
        Path file = RENDERED.get(set).resolve("configmap.yaml");
        if (set.equals("existing-secrets")) {
            assertThat(file).as("somebody else makes it").doesNotExist();
            return;
        }
        Map<String, Object> object = HelmChart.read(file).get(0);
        Map<String, Object> files = HelmChart.mapping(object.getOrDefault("data", object.get("stringData")));
        for (Map.Entry<String, Object> each : files.entrySet()) {
            Files.writeString(
                    mounted.resolve(each.getKey()), ((String) each.getValue()).replaceAll(MOUNTS, mounted + "/"));
        }
        Files.writeString(mounted.resolve("token"), "hidden\n");
        Files.writeString(
                mounted.resolve("ca.pem"),
                CertificateRecipe.ca("Company").selfSigned().certificatePem());

        assertThat(new ConfigurationSource(mounted.resolve("config.yml"), EnumSet.allOf(TlsVersion.class))
                        .load()
                        .warnings())
                .isEmpty();
    }

    /** Selectors are for ever, and whoever has the chart refers to the names of its objects. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void anUpgradeKeepsNamesAndSelectors() throws IOException {
        List<String> now = new ArrayList<>();
        for (String set : HelmChart.valueSets()) {
            for (Map<String, Object> object : HelmChart.objects(RENDERED.get(set))) {
                now.add(set + " " + line(object));
            }
        }

        List<String> kept = Files.readAllLines(KEPT);
        assertThat(kept).hasSizeGreaterThan(50);
        assertThat(now).containsAll(kept);
    }

    private static String line(Map<String, Object> object) {
        Map<String, Object> metadata = HelmChart.mapping(object.get("metadata"));
        Map<String, Object> spec = HelmChart.mapping(object.getOrDefault("spec", Map.of()));
        Object selector = List.of("Deployment", "StatefulSet", "Service").contains(object.get("kind"))
                ? spec.get("selector")
                : null;
        return Stream.of(
                        object.get("apiVersion"),
                        object.get("kind"),
                        metadata.get("name"),
                        selector,
                        spec.get("clusterIP"))
                .filter(Objects::nonNull)
                .map(Object::toString)
                .reduce((one, two) -> one + " " + two)
                .orElseThrow();
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void theRulesAreThoseOfTheAlerts() throws IOException {
        List<Object> groups = HelmChart.read(RENDERED.get("example").resolve("prometheusrule.yaml")).stream()
                .map(resource -> resource.get("spec"))
                .toList();

        assertThat(groups)
                .isEqualTo(AlertRule.files().stream()
                        .map(file -> (Object) AlertRule.parse(file))
                        .toList());
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void anAlertThatIsDisabledIsLeftOutAndAllElseStays() throws IOException {
        List<String> rules =
                HelmChart.read(RENDERED.get("kube-prometheus-stack").resolve("prometheusrule.yaml")).stream()
                        .flatMap(resource -> AlertRule.entries(HelmChart.mapping(resource.get("spec")), "groups"))
                        .flatMap(group -> AlertRule.entries(group, "rules"))
                        .map(rule -> (String) rule.getOrDefault("alert", rule.get("record")))
                        .toList();

        List<String> expected = new ArrayList<>(AlertRule.all().stream()
                .map(AlertRule::name)
                .filter(name -> !name.equals("WebsocketSlowerThanYesterday"))
                .toList());
        expected.add("NothingIsProbed");
        assertThat(rules).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void theDashboardsAreThoseOfGrafana() throws IOException {
        Map<String, String> dashboards = new HashMap<>();
        for (Map<String, Object> object :
                HelmChart.read(RENDERED.get("plain-prometheus").resolve("dashboards.yaml"))) {
            assertThat(HelmChart.mapping(
                            HelmChart.mapping(object.get("metadata")).get("labels")))
                    .containsEntry("grafana_dashboard", "1");
            HelmChart.mapping(object.get("data")).forEach((name, text) -> dashboards.put(name, (String) text));
        }

        Map<String, String> expected = new HashMap<>();
        try (Stream<Path> files = Files.list(Path.of("grafana", "dashboards"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                expected.put("websocket-" + file.getFileName(), Files.readString(file));
            }
        }
        assertThat(dashboards).isEqualTo(expected);
    }

    /** prometheus-operator sets the label by a rule before those of the object. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void aTargetOfAScrapeConfigHasItsOwnJob() throws IOException {
        Path templates = RENDERED.get("scrape-config");

        assertThat(Files.readString(templates.resolve("configmap.yaml"))).contains("        __tmp_job: feed\n");
        assertThat(HelmChart.mapping(HelmChart.read(templates.resolve("scrapeconfig.yaml"))
                        .get(0)
                        .get("spec")))
                .extractingByKey("relabelings")
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .contains(Map.of("sourceLabels", List.of("__tmp_job"), "regex", "(.+)", "targetLabel", "job"));
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void withoutTheOperatorTheExporterOffersTheTargets() throws IOException {
        String configuration = Files.readString(RENDERED.get("minimal").resolve("configmap.yaml"));

        assertThat(configuration).contains("targets:\n").contains("- wss://chat.example.com/socket\n");
        assertThat(RENDERED.get("minimal").resolve("probe.yaml")).doesNotExist();
        assertThat(RENDERED.get("minimal").resolve("servicemonitor.yaml")).doesNotExist();
    }

    /** Kubernetes' level "restricted" of pod security. */
    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @MethodSource("valueSets")
    void podsHaveNoRights(String set) throws IOException {
        Map<String, Object> pod = HelmChart.pod(HelmChart.objects(RENDERED.get(set)));

        assertThat(HelmChart.mapping(pod.get("securityContext")))
                .containsEntry("runAsNonRoot", true)
                .containsEntry("seccompProfile", Map.of("type", "RuntimeDefault"));
        assertThat(AlertRule.entries(pod, "containers")
                        .findFirst()
                        .orElseThrow()
                        .get("securityContext"))
                .isEqualTo(Map.of(
                        "allowPrivilegeEscalation",
                        false,
                        "readOnlyRootFilesystem",
                        true,
                        "capabilities",
                        Map.of("drop", List.of("ALL"))));
    }

    /** Every file, and nothing that is there for tests; helm keeps it in a Secret, which may have 1 MiB, beside the objects. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void thePackageHasWhatItNeeds() throws IOException {
        Ended ended = chart.run("package", HelmChart.PATH, "--destination=" + directory);

        assertThat(ended.status()).as(ended.output()).isZero();
        Path archive = directory.resolve("websocket-exporter-%s.tgz".formatted(HelmChart.version()));
        assertThat(Files.size(archive)).isLessThan(200 * 1024);
        try (ManagedProcess tar = ManagedProcess.start(directory, List.of("tar", "-tzf", archive.toString()))) {
            assertThat(tar.awaitExit()).isZero();
            assertThat(tar.output().lines())
                    .contains(
                            "websocket-exporter/values.schema.json",
                            "websocket-exporter/files/alerts/targets.rules.yml",
                            "websocket-exporter/files/dashboards/overview.json",
                            "websocket-exporter/templates/NOTES.txt")
                    .noneMatch(name -> name.contains("/ci/"));
        }
    }
}
