package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** {@code examples/docker-compose.yml} and what it brings together know the same paths, names and ports. */
class ComposeExampleTest {
    static final Path FILE = Path.of("examples", "docker-compose.yml");

    private static final Pattern PINNED = Pattern.compile("[a-z/]+:v?\\d+\\.\\d+\\.\\d+");

    private final Map<String, Map<String, Object>> services;

    ComposeExampleTest() throws IOException {
        Map<String, Map<String, Map<String, Object>>> file = new Yaml().load(Files.readString(FILE));
        this.services = file.get("services");
    }

    @Test
    void everyFileThatIsMountedIsThere() {
        assertThat(services.values())
                .allSatisfy(service -> assertThat(list(service, "volumes"))
                        .filteredOn(volume -> volume.startsWith("."))
                        .allSatisfy(volume -> assertThat(FILE.resolveSibling(volume.split(":")[0]))
                                .exists()));
    }

    @Test
    void everyImageIsPinnedOrBuiltFromADockerfileThatIsThere() {
        assertThat(services).hasSize(6).allSatisfy((name, service) -> {
            if (service.get("build") instanceof String context) {
                assertThat(FILE.resolveSibling(context).resolve("Dockerfile")).exists();
            } else {
                assertThat((String) service.get("image")).matches(PINNED);
            }
        });
    }

    @Test
    void prometheusFindsItsConfigurationAndTheRulesThatItNames() {
        Path mounted = Path.of(target("prometheus", "./prometheus"));
        assertThat(list(services.get("prometheus"), "command"))
                .contains("--config.file=" + mounted.resolve("compose.yml"));
        Map<String, Object> configuration = AlertRule.parse(PrometheusExample.DIRECTORY.resolve("compose.yml"));
        assertThat(list(configuration, "rule_files"))
                .containsExactly(mounted.relativize(Path.of(target("prometheus", "../alerts"))) + "/*.rules.yml");
    }

    @Test
    void alertmanagerFindsItsConfiguration() {
        assertThat(list(services.get("alertmanager"), "command"))
                .contains("--config.file=" + target("alertmanager", "../alerts/alertmanager.example.yml"));
    }

    @Test
    void theExporterFindsItsConfigurationAndTheCertificatesThatItNames() throws IOException {
        Path mounted = Path.of(target("exporter", "./demo/config.yml"));

        assertThat(list(services.get("exporter"), "command")).containsExactly("--config.file=" + mounted);
        assertThat(Files.readString(Path.of("examples/demo/config.yml")))
                .contains("ca_file: " + mounted.getParent().relativize(Path.of(target("exporter", "certificates")))
                        + "/ca.pem");
        assertThat((Map<?, ?>) services.get("demo").get("environment"))
                .extracting("CERTIFICATES")
                .isEqualTo(target("demo", "certificates"))
                .isEqualTo(target("certificates", "certificates"));
    }

    @Test
    void grafanaFindsTheDashboardsAndPrometheus() throws IOException {
        String provider = Files.readString(Path.of("grafana/provisioning/dashboards/websocket_exporter.yml"));

        assertThat(provider).contains("path: " + target("grafana", "../grafana/dashboards") + "\n");
        assertThat(target("grafana", "../grafana/provisioning")).isEqualTo("/etc/grafana/provisioning");
        assertThat((Map<?, ?>) services.get("grafana").get("environment"))
                .extracting("PROMETHEUS_URL")
                .isEqualTo("http://prometheus:9090");
    }

    @Test
    void theExporterIsASidecarOfTheDemoServer() {
        assertThat(services.get("exporter")).containsEntry("network_mode", "service:demo");
        assertThat(list(services.get("demo"), "ports")).contains("127.0.0.1:8080:8080", "127.0.0.1:10115:10115");
    }

    @Test
    void noPortIsOpenToOthers() {
        assertThat(services.values())
                .flatExtracting(service -> list(service, "ports"))
                .hasSize(5)
                .allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    /** Where a service has something of the repository mounted. */
    private String target(String service, String source) {
        return list(services.get(service), "volumes").stream()
                .filter(volume -> volume.startsWith(source + ":"))
                .map(volume -> volume.split(":")[1])
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked") // YAML has no types
    private static List<String> list(Map<String, Object> mapping, String key) {
        return (List<String>) mapping.getOrDefault(key, List.of());
    }
}
