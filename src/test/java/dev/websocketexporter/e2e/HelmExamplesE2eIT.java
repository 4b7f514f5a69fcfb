package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Generated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/kubernetes} is what the chart makes of two of its value sets, so that there is one truth. */
@Tag("e2e")
@Timeout(180)
class HelmExamplesE2eIT {
    private static final String HEAD = """
            # Made from charts/websocket-exporter/ci/%s by
            # mvn -o test -Dgenerate -Dtest=HelmExamplesE2eIT, so change the chart.
            """;

    /** What helm says of itself, which is not true of an object that helm did not bring. */
    private static final Pattern OF_HELM =
            Pattern.compile("(?m)^(?:# Source: .*| *helm\\.sh/chart: .*| *app\\.kubernetes\\.io/managed-by: Helm)\n");

    private static final Pattern NAME = Pattern.compile("(?m)^  name: (?:websocket-exporter-)?(\\S+)$");

    /** Each of the operator's Probes is an example by itself. */
    private static final Map<String, String> PROBES = Map.of(
            "chat", "probe.yaml",
            "chat-service", "probe-service.yaml",
            "ingresses", "probe-ingress.yaml");

    @TempDir
    private Path directory;

    @Test
    void theExamplesAreMadeFromTheChart() throws IOException {
        Path templates = new HelmChart(directory).render("example");

        Map<Path, String> examples = new LinkedHashMap<>();
        for (Path file : HelmChart.files(templates)) {
            String name = file.getFileName().toString();
            switch (name) {
                case "probe.yaml" ->
                    documents(file)
                            .forEach(probe -> examples.put(KubernetesExample.OPERATOR.resolve(ofProbe(probe)), probe));
                case "servicemonitor.yaml", "prometheusrule.yaml" ->
                    examples.put(KubernetesExample.OPERATOR.resolve(name), String.join("---\n", documents(file)));
                default ->
                    examples.put(KubernetesExample.DIRECTORY.resolve(name), String.join("---\n", documents(file)));
            }
        }
        assertMade(examples, "example");
        assertThat(examples.keySet())
                .containsAll(KubernetesExample.objects(KubernetesExample.DIRECTORY))
                .containsAll(KubernetesExample.objects(KubernetesExample.OPERATOR));
    }

    @Test
    void theExamplesOfWatchAreMadeFromTheChart() throws IOException {
        Path templates = new HelmChart(directory).render("example-watch");

        Map<Path, String> examples = new LinkedHashMap<>();
        for (Path file : HelmChart.files(templates)) {
            examples.put(KubernetesExample.WATCH.resolve(file.getFileName()), String.join("---\n", documents(file)));
        }
        assertMade(examples, "example-watch");
        assertThat(examples.keySet()).containsAll(KubernetesExample.objects(KubernetesExample.WATCH));
    }

    private static void assertMade(Map<Path, String> examples, String set) throws IOException {
        String head = HEAD.formatted(HelmChart.values(set).getFileName());
        for (Map.Entry<Path, String> example : examples.entrySet()) {
            Generated.assertUpToDate(example.getKey(), head + example.getValue());
        }
    }

    private static List<String> documents(Path file) throws IOException {
        return Arrays.stream(Files.readString(file).split("(?m)^---\n"))
                .map(document -> OF_HELM.matcher(document).replaceAll(""))
                .filter(document -> !document.isBlank())
                .map(document -> document.strip() + "\n")
                .collect(Collectors.toList());
    }

    private static String ofProbe(String document) {
        return NAME.matcher(document)
                .results()
                .map(name -> PROBES.get(name.group(1)))
                .findFirst()
                .orElseThrow();
    }
}
