package dev.websocketexporter.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The files for Grafana's provisioning say what docs/dashboards.md says, in the keys that Grafana knows. */
class ProvisioningTest {
    private static final Path DIRECTORY = Path.of("grafana", "provisioning");

    @Test
    void theDataSourceIsAPrometheusWhoseAddressTheEnvironmentGives() throws IOException {
        Map<String, Object> source = only("datasources/prometheus.yml", "datasources");

        assertThat(source)
                .containsOnlyKeys("name", "uid", "type", "access", "url", "isDefault", "editable", "jsonData")
                .containsEntry("type", "prometheus")
                .containsEntry("access", "proxy")
                .containsEntry("url", "${PROMETHEUS_URL}");
        assertThat(docs()).contains("export PROMETHEUS_URL=");
    }

    @Test
    void theDashboardsAreReadFromWhereTheDocumentationPutsThem() throws IOException {
        Map<String, Object> provider = only("dashboards/websocket_exporter.yml", "providers");

        assertThat(provider)
                .containsOnlyKeys(
                        "name",
                        "orgId",
                        "folder",
                        "type",
                        "disableDeletion",
                        "allowUiUpdates",
                        "updateIntervalSeconds",
                        "options")
                .containsEntry("type", "file")
                .containsEntry("allowUiUpdates", false);
        Map<?, ?> options = (Map<?, ?>) provider.get("options");
        assertThat(docs()).contains("cp grafana/dashboards/*.json " + options.get("path") + "/\n");
    }

    private static Map<String, Object> only(String file, String list) throws IOException {
        Map<String, Object> document = new Yaml().load(Files.readString(DIRECTORY.resolve(file)));
        assertThat(document).containsOnlyKeys("apiVersion", list).containsEntry("apiVersion", 1);
        @SuppressWarnings("unchecked") // YAML has no types; the assertions see what is there
        List<Map<String, Object>> entries = (List<Map<String, Object>>) document.get(list);
        assertThat(entries).hasSize(1);
        return entries.get(0);
    }

    private static String docs() throws IOException {
        return Files.readString(Path.of("docs", "dashboards.md"));
    }
}
