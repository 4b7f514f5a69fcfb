package dev.websocketexporter.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The dashboards keep the rules, and every rule finds what breaks it. */
class DashboardsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Dashboard> DASHBOARDS = Dashboard.all();

    private static Map<String, Function<Dashboard, List<String>>> rules() {
        Map<String, Function<Dashboard, List<String>>> rules = new LinkedHashMap<>(LinterRules.all());
        rules.putAll(HouseRules.all());
        rules.putAll(DrawingRules.all());
        return rules;
    }

    static Stream<Arguments> rulesAndDashboards() {
        return rules().entrySet().stream()
                .flatMap(rule ->
                        DASHBOARDS.stream().map(dashboard -> Arguments.of(rule.getKey(), dashboard, rule.getValue())));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("rulesAndDashboards")
    void everyDashboardKeepsEveryRule(String name, Dashboard dashboard, Function<Dashboard, List<String>> rule) {
        assertThat(rule.apply(dashboard)).as(name).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("dev.websocketexporter.dashboards.Spoilings#all")
    void everyRuleFindsWhatBreaksIt(String name, Spoilings.Spoiling spoiling) {
        Dashboard spoilt = DASHBOARDS.get(0).copy();
        spoiling.change().accept(spoilt);

        assertThat(rules().get(name).apply(spoilt)).as(name).isNotEmpty();
    }

    @Test
    void noRuleIsWithoutItsSpoiling() {
        assertThat(Spoilings.all().map(arguments -> arguments.get()[0])).containsAll(rules().keySet());
    }

    @Test
    void theDashboardsAreThoseFourAndTheirUidsStay() {
        assertThat(DASHBOARDS)
                .extracting(Dashboard::name, Dashboard::uid)
                .containsExactly(
                        tuple("exporter.json", "websocket-exporter-self"),
                        tuple("overview.json", "websocket-exporter-overview"),
                        tuple("target.json", "websocket-exporter-target"),
                        tuple("watch.json", "websocket-exporter-watch"));
    }

    /** As Grafana writes what it exports, so that an edit there gives a short difference. */
    @Test
    void theFilesAreFormattedAsGrafanaDoes() throws IOException {
        for (Dashboard dashboard : DASHBOARDS) {
            assertThat(Files.readString(Dashboard.DIRECTORY.resolve(dashboard.name())))
                    .isEqualTo(formatted(dashboard.json()));
        }
    }

    private static String formatted(JsonNode json) throws JsonProcessingException {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                        .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator("")
                        .withArrayEmptySeparator(""))
                .withArrayIndenter(lines)
                .withObjectIndenter(lines);
        return JSON.writer(printer).writeValueAsString(json) + "\n";
    }

    /** At night one reads words: a new reason or phase gets some here too. */
    @Test
    void everyReasonAndPhaseHasItsWords() {
        Dashboard overview = DASHBOARDS.get(1);
        List<JsonNode> mappings = overview.json().findValues("options");

        assertThat(Arrays.stream(Reason.values()).map(Reason::label))
                .allSatisfy(
                        label -> assertThat(hasWords(mappings, label)).as(label).isTrue());
        assertThat(Arrays.stream(Phase.values()).map(Phase::label))
                .allSatisfy(
                        label -> assertThat(hasWords(mappings, label)).as(label).isTrue());
    }

    private static boolean hasWords(List<JsonNode> mappings, String value) {
        return mappings.stream()
                .anyMatch(options -> !options.path(value).path("text").asText().isBlank());
    }

    @Test
    void theRunbookThatIsLinkedIsThere() {
        assertThat(Path.of("docs", "runbook.md")).isRegularFile();
    }
}
