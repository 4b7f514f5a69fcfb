package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is shown for Kubernetes fits the schemas of its newest API and of prometheus-operator's newest resources. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it times nothing: one test after the other
@Timeout(600)
class KubeconformE2eIT {
    private static final Pattern OBJECT = Pattern.compile("(?ms)^```yaml\n(apiVersion: .*?)^```$");

    @TempDir
    private static Path directory;

    private static Path kubeconform;
    private static String schemas;

    @BeforeAll
    static void prepare() throws IOException {
        kubeconform = Tools.newest("kubeconform");
        schemas = KubernetesSchemas.write(directory);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void theExamplesFit() throws IOException {
        List<Path> objects = KubernetesExample.objects(KubernetesExample.DIRECTORY);
        assertThat(objects).hasSizeGreaterThan(5);

        assertFit(objects, objects.size());
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void theExamplesForPrometheusOperatorFit() throws IOException {
        List<Path> objects = KubernetesExample.objects(KubernetesExample.OPERATOR);
        int rules = AlertRule.files().size();
        assertThat(objects).hasSizeGreaterThan(4);

        assertFit(objects, objects.size() - 1 + rules);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void theExamplesForConnectionsThatAreHeldFit() throws IOException {
        List<Path> objects = KubernetesExample.objects(KubernetesExample.WATCH);
        assertThat(objects).hasSizeGreaterThan(4);

        assertFit(objects, objects.size());
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void theRecipesForScrapersFit() throws IOException {
        List<Path> objects = new ArrayList<>();
        for (String directory : List.of("prometheus-operator", "vmagent", "rulers", "gateway-api")) {
            objects.addAll(KubernetesExample.objects(ScraperRecipe.DIRECTORY.resolve(directory)));
        }
        assertThat(objects).hasSizeGreaterThan(7);

        assertFit(objects, objects.size() + 4); // what the CronJob may do is five objects in a file
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void whatTheRecipeForHttpRoutesIsTestedWithFits() throws IOException {
        assertFit(List.of(HttpRoutesE2eIT.OBJECTS), 5);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void whatTheChartMakesFits() throws IOException {
        HelmChart chart = new HelmChart(Files.createDirectory(directory.resolve("chart")));
        List<Path> files = new ArrayList<>();
        int objects = 0;
        for (String set : HelmChart.valueSets()) {
            Path templates = chart.render(set);
            files.addAll(HelmChart.files(templates));
            objects += HelmChart.objects(templates).size();
        }

        assertFit(files, objects);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void theObjectsOfTheDocumentsFit() throws IOException {
        List<Path> objects = new ArrayList<>();
        try (Stream<Path> documents = Files.list(Path.of("docs"))) {
            for (Path document :
                    documents.filter(file -> file.toString().endsWith(".md")).toList()) {
                for (MatchResult object :
                        OBJECT.matcher(Files.readString(document)).results().toList()) {
                    objects.add(Files.writeString(
                            directory.resolve("document" + objects.size() + ".yaml"), object.group(1)));
                }
            }
        }
        assertThat(objects).hasSizeGreaterThan(1);

        assertFit(objects, objects.size());
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void whatDoesNotFitInKubernetesIsFound() throws IOException {
        String bad = Files.readString(KubernetesExample.DIRECTORY.resolve("deployment.yaml"))
                .replaceFirst("readOnlyRootFilesystem", "readonlyRootFilesystem")
                .replaceFirst("memory: \\w+", "memory: much")
                .replaceFirst("failureThreshold: 60", "failureThreshold: many");

        assertFound(
                bad,
                "'readonlyRootFilesystem' not allowed",
                "/limits/memory': 'much' does not match pattern",
                "/failureThreshold': got string, want");
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void whatDoesNotFitInAResourceOfPrometheusOperatorIsFound() throws IOException {
        String bad = Files.readString(KubernetesExample.OPERATOR.resolve("probe-service.yaml"))
                .replaceFirst("jobName:", "jobname:")
                .replaceFirst("name: websocket-exporter-chat-service", "title: chat")
                .replaceFirst("scrapeTimeout: 10s", "scrapeTimeout: soon")
                .replaceFirst("values: \\[\"chat.example.com\"]", "values: chat.example.com");

        assertFound(
                bad,
                "'jobname' not allowed",
                "'title' not allowed",
                "/spec/scrapeTimeout': 'soon' does not match pattern",
                "/spec/params/0/values': got string, want array");
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void whatDoesNotFitInAResourceOfAnotherOperatorIsFound() throws IOException {
        String bad = Files.readString(ScraperRecipe.DIRECTORY.resolve("vmagent/vmprobe.yaml"))
                .replaceFirst("vmProberSpec:", "prober:")
                .replaceFirst("hostname: \\[chat.example.com]", "hostname: chat.example.com");

        assertFound(bad, "'prober' not allowed", "/spec/params/hostname': got string, want array");
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void anUnknownKindIsFound() throws IOException {
        String bad = Files.readString(KubernetesExample.OPERATOR.resolve("probe.yaml"))
                .replaceFirst("kind: Probe", "kind: Prober");

        assertFound(bad, "could not find schema for Prober");
    }

    private static void assertFit(List<Path> files, int objects) throws IOException {
        Exporter.Ended ended = check(files);

        assertThat(ended.output())
                .contains("%d resources found".formatted(objects))
                .contains("Valid: %d, Invalid: 0, Errors: 0, Skipped: 0".formatted(objects));
        assertThat(ended.status()).isZero();
    }

    private static void assertFound(String bad, String... findings) throws IOException {
        Exporter.Ended ended = check(List.of(Files.writeString(directory.resolve("bad.yaml"), bad)));

        assertThat(ended.output()).contains(findings);
        assertThat(ended.status()).isEqualTo(1);
    }

    private static Exporter.Ended check(List<Path> files) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(kubeconform.toString(), "-strict", "-summary", "-schema-location", schemas));
        files.forEach(file -> command.add(file.toAbsolutePath().toString()));
        try (ManagedProcess process = ManagedProcess.start(directory, command)) {
            int status = process.awaitExit();
            return new Exporter.Ended(status, process.output());
        }
    }
}
