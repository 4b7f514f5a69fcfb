package dev.websocketexporter.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Where Grafana would draw something else than what is meant, without a word. */
final class DrawingRules {
    private DrawingRules() {}

    static Map<String, Function<Dashboard, List<String>>> all() {
        Map<String, Function<Dashboard, List<String>>> rules = new LinkedHashMap<>();
        rules.put("thresholds are shown", DrawingRules::thresholds);
        rules.put("timelines say their words", DrawingRules::words);
        rules.put("heatmaps ask for buckets", DrawingRules::buckets);
        rules.put("empty cells do not say that the table is empty", DrawingRules::emptyCells);
        rules.put("tables have the units of their columns", DrawingRules::unitsOfColumns);
        rules.put("panels are written as the newest Grafana writes them", DrawingRules::newest);
        return rules;
    }

    /** Where a panel has thresholds, its colours or its lines show them. */
    private static List<String> thresholds(Dashboard dashboard) {
        return found(
                dashboard,
                "timeseries",
                panel -> panel.at("/fieldConfig/defaults/thresholds/steps").size() > 1
                        && panel.at("/fieldConfig/defaults/custom/thresholdsStyle/mode")
                                .asText()
                                .equals("off"),
                "has thresholds that nobody sees");
    }

    /** A timeline that is coloured by thresholds shows these ("< 1") in the place of the words of its mappings. */
    private static List<String> words(Dashboard dashboard) {
        return found(
                dashboard,
                "state-timeline",
                panel -> panel.at("/fieldConfig/defaults/color/mode").asText().equals("thresholds")
                        || panel.at("/fieldConfig/defaults/mappings").isEmpty(),
                "has no words, or does not show them");
    }

    /** Only of what is asked for as a heatmap are the buckets told apart; otherwise each holds those below it too. */
    private static List<String> buckets(Dashboard dashboard) {
        return found(
                dashboard,
                "heatmap",
                panel -> Dashboard.elements(panel.path("targets")).stream()
                        .anyMatch(target -> !target.path("format").asText().equals("heatmap")),
                "does not ask for buckets");
    }

    /** What a table says when it is empty also stands in each of its empty cells, unless these say something else. */
    private static List<String> emptyCells(Dashboard dashboard) {
        return found(
                dashboard,
                "table",
                panel -> Dashboard.elements(panel.at("/fieldConfig/overrides")).stream()
                        .filter(override ->
                                override.at("/matcher/options").asText().equals(".*"))
                        .flatMap(override -> Dashboard.elements(override.path("properties")).stream())
                        .noneMatch(property -> property.path("id").asText().equals("noValue")),
                "says in empty cells what is meant for the empty table");
    }

    /** A unit of a whole table, even "none", is put on labels that look like numbers too: "position 0 days", "version 7.30". */
    private static List<String> unitsOfColumns(Dashboard dashboard) {
        return found(
                dashboard,
                "table",
                panel -> !panel.at("/fieldConfig/defaults/unit").asText().equals("string"),
                "changes text that looks like a number");
    }

    /** So that Grafana changes nothing of it when it is loaded. */
    private static List<String> newest(Dashboard dashboard) {
        String version = GrafanaTypes.version();
        return Stream.concat(
                        dashboard.panels().stream()
                                .filter(panel ->
                                        !panel.path("pluginVersion").asText().equals(version))
                                .map(panel -> name(panel) + " is not of Grafana " + version),
                        Stream.of(dashboard.json().path("schemaVersion").asInt())
                                .filter(schema -> schema != GrafanaTypes.SCHEMA)
                                .map(schema -> "the schema is " + schema + " (expected: " + GrafanaTypes.SCHEMA + ")"))
                .toList();
    }

    private static List<String> found(Dashboard dashboard, String type, Predicate<JsonNode> wrong, String finding) {
        return dashboard.panels().stream()
                .filter(panel -> panel.path("type").asText().equals(type))
                .filter(wrong)
                .map(panel -> name(panel) + " " + finding)
                .toList();
    }

    private static String name(JsonNode panel) {
        return "'" + panel.path("title").asText() + "'";
    }
}
