package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.websocketexporter.testkit.Generated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the chart repeats of the repository is what stands there, and its README has every value. */
class HelmChartTest {
    private static final Path FILES = HelmChart.DIRECTORY.resolve("files");
    private static final Path SCHEMA = HelmChart.DIRECTORY.resolve("values.schema.json");
    private static final Path README = HelmChart.DIRECTORY.resolve("README.md");
    private static final Path CONFIGURATION =
            Path.of("src/main/resources/dev/websocketexporter/config/config.schema.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_DEFAULT = 40;

    /** What every chart is given by the one above it, and this one does not use. */
    private static final String GLOBAL = "global";

    @Test
    void theRulesAreThoseOfTheAlerts() throws IOException {
        assertCopied(AlertRule.files(), FILES.resolve("alerts"));
    }

    @Test
    void theDashboardsAreThoseOfGrafana() throws IOException {
        try (Stream<Path> dashboards = Files.list(Path.of("grafana", "dashboards"))) {
            assertCopied(dashboards.sorted().toList(), FILES.resolve("dashboards"));
        }
    }

    private static void assertCopied(List<Path> originals, Path copies) throws IOException {
        for (Path original : originals) {
            Generated.assertUpToDate(copies.resolve(original.getFileName()), Files.readString(original));
        }
        try (Stream<Path> files = Files.list(copies)) {
            assertThat(files.map(Path::getFileName))
                    .containsExactlyInAnyOrderElementsOf(
                            originals.stream().map(Path::getFileName).toList());
        }
    }

    @Test
    void theSchemaOfTheConfigurationIsTheExporters() throws IOException {
        ObjectNode configuration = (ObjectNode) JSON.readTree(Files.readString(CONFIGURATION));
        configuration.remove(List.of("$schema", "title"));
        ObjectNode schema = (ObjectNode) JSON.readTree(Files.readString(SCHEMA));
        ObjectNode properties = (ObjectNode) schema.get("properties");
        configuration.set("description", properties.get("config").get("description"));
        properties.set("config", configuration);

        DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                .withArrayIndenter(new DefaultIndenter("  ", "\n"))
                .withObjectIndenter(new DefaultIndenter("  ", "\n"));
        Generated.assertUpToDate(SCHEMA, JSON.writer(printer).writeValueAsString(schema) + "\n");
    }

    @Test
    void everyFileOfRulesCanBeChosenAndIs() throws IOException {
        List<String> names = AlertRule.files().stream()
                .map(file -> file.getFileName().toString().replace(".rules.yml", ""))
                .toList();

        JsonNode schema = JSON.readTree(Files.readString(SCHEMA)).at("/properties/prometheusRule/properties/files");
        assertThat(JSON.convertValue(schema.at("/items/enum"), new TypeReference<List<String>>() {}))
                .isEqualTo(names);
        assertThat(((Map<?, ?>) defaults().get("prometheusRule")).get("files")).isEqualTo(names);
    }

    @Test
    void theTableHasEveryValue() throws IOException {
        List<String> rows = new ArrayList<>(List.of("| value | default | |", "| --- | --- | --- |"));
        rows("", JSON.readTree(Files.readString(SCHEMA)), defaults(), rows);
        String before = Files.readString(README);
        int begin = before.indexOf("<!-- values -->\n");
        int end = before.indexOf("<!-- end -->");
        assertThat(begin).isPositive().isLessThan(end);

        Generated.assertUpToDate(
                README,
                before.substring(0, begin) + "<!-- values -->\n\n" + String.join("\n", rows) + "\n\n"
                        + before.substring(end));
    }

    private static Map<String, Object> defaults() {
        return AlertRule.parse(HelmChart.DIRECTORY.resolve("values.yaml"));
    }

    /** Schema and defaults have the same keys; a mapping that is empty by default is one value. */
    private static void rows(String prefix, JsonNode schema, Map<?, ?> defaults, List<String> rows) throws IOException {
        List<String> keys = new ArrayList<>();
        schema.get("properties").fieldNames().forEachRemaining(keys::add);
        keys.remove(GLOBAL);
        assertThat(defaults.keySet()).as("values below \"%s\"", prefix).isEqualTo(Set.copyOf(keys));
        for (String key : keys) {
            JsonNode one = schema.get("properties").get(key);
            Object value = defaults.get(key);
            boolean block =
                    one.has("properties") && !key.equals("config") && !Map.of().equals(value);
            if (block) {
                rows(prefix + key + ".", one, (Map<?, ?>) value, rows);
            } else {
                assertThat(one.path("description").asText()).as(prefix + key).isNotEmpty();
                rows.add("| `%s%s` | %s | %s |"
                        .formatted(
                                prefix,
                                key,
                                shown(value),
                                one.get("description").asText()));
            }
        }
    }

    private static String shown(Object value) throws IOException {
        String text = JSON.writeValueAsString(value);
        return text.length() > LONGEST_DEFAULT ? "[values.yaml](values.yaml)" : "`" + text + "`";
    }
}
