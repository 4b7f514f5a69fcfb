package dev.websocketexporter.e2e;

import static dev.websocketexporter.e2e.AlertRule.entries;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@code docs/scaling.md} shows is what the tests of {@code examples/} have proved, with another number of exporters. */
class ScalingPageTest {
    private static final int EXPORTERS = 5;

    @Test
    void everyBlockIsYaml() throws IOException {
        assertThat(ScalingPage.blocks())
                .hasSizeGreaterThan(3)
                .allSatisfy(block -> assertThat(ScalingPage.parse(block)).isNotEmpty());
    }

    @Test
    void targetsAreSharedAsInTheExample() throws IOException {
        Map<String, Object> proved = job(AlertRule.parse(PrometheusExample.DIRECTORY.resolve("sharding.yml")), 0);

        assertThat(entries(job(shown(), 0), "relabel_configs"))
                .extracting(ScalingPageTest::withoutModulus)
                .isEqualTo(entries(proved, "relabel_configs")
                        .map(ScalingPageTest::withoutModulus)
                        .toList());
        assertThat(entries(job(shown(), 0), "relabel_configs"))
                .extracting(rule -> rule.get("modulus"))
                .contains(EXPORTERS);
    }

    @Test
    void everyExporterIsScraped() throws IOException {
        Map<String, Object> scraped =
                entries(job(shown(), 1), "static_configs").findFirst().orElseThrow();

        assertThat(scraped.get("targets"))
                .isEqualTo(IntStream.range(0, EXPORTERS)
                        .mapToObj(number -> "websocket-exporter-" + number + ":10115")
                        .toList());
    }

    @Test
    void thereAreAsManyPodsAsShards() throws IOException {
        Map<?, ?> spec = (Map<?, ?>)
                ScalingPage.parse(ScalingPage.block("kind: StatefulSet")).get("spec");

        assertThat(spec.get("replicas")).isEqualTo(EXPORTERS);
        assertThat(spec.get("serviceName")).isEqualTo("websocket-exporter");
    }

    @Test
    void theProbeOfPrometheusOperatorHasTheSameRules() throws IOException {
        Map<?, ?> spec =
                (Map<?, ?>) ScalingPage.parse(ScalingPage.block("kind: Probe")).get("spec");
        Map<?, ?> targets = (Map<?, ?>) spec.get("targets");
        List<?> rules = (List<?>) ((Map<?, ?>) targets.get("staticConfig")).get("relabelingConfigs");
        String pod = "websocket-exporter-$1.websocket-exporter.monitoring.svc:10115";

        assertThat(rules)
                .isEqualTo(List.of(
                        Map.of(
                                "sourceLabels",
                                List.of("__param_target"),
                                "targetLabel",
                                "__tmp_shard",
                                "action",
                                "hashmod",
                                "modulus",
                                EXPORTERS),
                        Map.of(
                                "sourceLabels",
                                List.of("__tmp_shard"),
                                "targetLabel",
                                "__address__",
                                "replacement",
                                pod)));
    }

    private static Map<String, Object> shown() throws IOException {
        return ScalingPage.parse(ScalingPage.block("scrape_configs:"));
    }

    private static Map<String, Object> job(Map<String, Object> configuration, int index) {
        return entries(configuration, "scrape_configs").toList().get(index);
    }

    private static Map<String, Object> withoutModulus(Map<String, Object> rule) {
        Map<String, Object> rest = new TreeMap<>(rule);
        rest.remove("modulus");
        return rest;
    }
}
