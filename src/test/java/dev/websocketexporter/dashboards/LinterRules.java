package dev.websocketexporter.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import dev.websocketexporter.testkit.PromQl;
import dev.websocketexporter.testkit.PromQl.LabelMatcher;
import dev.websocketexporter.testkit.PromQl.Selector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules of Grafana's dashboard-linter for Prometheus, by their names there and by its documentation; some are stricter
 * here: panels of every type are looked at, and a counter is also what ends with {@code _bucket}, {@code _count} or
 * {@code _sum}.
 */
final class LinterRules {
    private static final String DATASOURCE = "${datasource}";
    private static final Pattern VARIABLE_QUERY = Pattern.compile("label_values\\((.+), \\w+\\)");
    private static final Set<String> RATES = Set.of("rate", "irate", "increase");
    private static final Pattern COUNTER = Pattern.compile(".+_(total|bucket|count|sum)");

    /** What Grafana itself puts in. */
    private static final Set<String> GLOBAL_VARIABLES = Set.of("__rate_interval", "__interval", "__range");

    /** Those units of Grafana's list that mean something here. */
    private static final Set<String> UNITS = Set.of(
            "short",
            "none",
            "string",
            "percentunit",
            "bytes",
            "s",
            "d",
            "ops",
            "dtdurations",
            "dateTimeAsIso",
            "dateTimeFromNow",
            "bool_yes_no",
            "bool_on_off");

    private LinterRules() {}

    /** Each finds what is wrong, a line each; nothing when all is right. */
    static Map<String, Function<Dashboard, List<String>>> all() {
        Map<String, Function<Dashboard, List<String>>> rules = new LinkedHashMap<>();
        rules.put("template-datasource-rule", LinterRules::datasourceVariable);
        rules.put("template-job-rule", dashboard -> matcherVariable(dashboard, "job", "Job"));
        rules.put("template-instance-rule", dashboard -> matcherVariable(dashboard, "instance", "Instance"));
        rules.put("template-label-promql-rule", LinterRules::variableQueries);
        rules.put("template-on-time-change-reload-rule", LinterRules::variablesReload);
        rules.put("panel-datasource-rule", LinterRules::panelDatasources);
        rules.put("panel-title-description-rule", LinterRules::titles);
        rules.put("panel-units-rule", LinterRules::units);
        rules.put(
                "panel-no-targets-rule",
                dashboard -> panels(
                        dashboard,
                        panel -> panel.path("targets").isEmpty() ? Stream.of("has no query") : Stream.empty()));
        rules.put("target-promql-rule", LinterRules::expressions);
        rules.put("target-rate-interval-rule", dashboard -> selectors(dashboard, LinterRules::rateInterval));
        rules.put("target-job-rule", dashboard -> selectors(dashboard, selector -> matcher(selector, "job")));
        rules.put("target-instance-rule", dashboard -> selectors(dashboard, selector -> matcher(selector, "instance")));
        rules.put("target-counter-agg-rule", dashboard -> selectors(dashboard, LinterRules::counterAggregation));
        rules.put(
                "uneditable-dashboard",
                dashboard -> dashboard.json().path("editable").asBoolean(true) ? List.of("is editable") : List.of());
        return rules;
    }

    private static List<String> datasourceVariable(Dashboard dashboard) {
        List<JsonNode> found = dashboard.variables().stream()
                .filter(variable -> variable.path("type").asText().equals("datasource"))
                .toList();
        if (found.size() != 1) {
            return List.of(found.size() + " variables for the data source (expected: 1)");
        }
        return Stream.of(
                        expected(found.get(0), "name", "datasource"),
                        expected(found.get(0), "label", "Data source"),
                        expected(found.get(0), "query", "prometheus"))
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<String> matcherVariable(Dashboard dashboard, String name, String label) {
        return dashboard.variables().stream()
                .filter(variable -> variable.path("name").asText().equals(name))
                .findFirst()
                .map(variable -> Stream.of(
                                expected(variable, "label", label),
                                expected(variable, "type", "query"),
                                expected(variable.path("datasource"), "uid", DATASOURCE),
                                expected(variable, "multi", "true"),
                                expected(variable, "allValue", ".+"))
                        .flatMap(Optional::stream)
                        .toList())
                .orElse(List.of("no variable '" + name + "'"));
    }

    private static Optional<String> expected(JsonNode node, String field, String value) {
        String actual = node.path(field).asText();
        return actual.equals(value)
                ? Optional.empty()
                : Optional.of(field + " is '" + actual + "' (expected: '" + value + "')");
    }

    private static List<String> variableQueries(Dashboard dashboard) {
        return dashboard.queriedVariables().stream()
                .map(variable -> variable.path("query").asText())
                .flatMap(query -> {
                    Matcher matcher = VARIABLE_QUERY.matcher(query);
                    return matcher.matches()
                            ? expression(dashboard, matcher.group(1))
                            : Stream.of("'" + query + "' is not label_values(SERIES, LABEL)");
                })
                .toList();
    }

    private static List<String> variablesReload(Dashboard dashboard) {
        return dashboard.queriedVariables().stream()
                .filter(variable -> variable.path("refresh").asInt() != 2)
                .map(variable -> variable.path("name").asText() + " is not refreshed when the time range changes (2)")
                .toList();
    }

    private static List<String> panelDatasources(Dashboard dashboard) {
        return panels(
                dashboard,
                panel -> Stream.concat(Stream.of(panel), Dashboard.elements(panel.path("targets")).stream())
                        .flatMap(node -> expected(node.path("datasource"), "uid", DATASOURCE).stream()));
    }

    private static List<String> titles(Dashboard dashboard) {
        return panels(
                dashboard,
                panel -> Stream.of("title", "description")
                        .filter(field -> panel.path(field).asText().isBlank())
                        .map(field -> "has no " + field));
    }

    private static List<String> units(Dashboard dashboard) {
        return panels(dashboard, panel -> {
            String unit = panel.at("/fieldConfig/defaults/unit").asText();
            return UNITS.contains(unit) ? Stream.empty() : Stream.of("has the unit '" + unit + "'");
        });
    }

    private static List<String> expressions(Dashboard dashboard) {
        return dashboard.queries().stream()
                .flatMap(query -> expression(dashboard, query.expression()))
                .toList();
    }

    private static Stream<String> expression(Dashboard dashboard, String expression) {
        Set<String> known = dashboard.variables().stream()
                .map(variable -> variable.path("name").asText())
                .collect(Collectors.toSet());
        known.addAll(GLOBAL_VARIABLES);
        try {
            return PromQl.read(expression).variables().stream()
                    .filter(variable -> !known.contains(variable))
                    .map(variable -> "no variable '" + variable + "' for '" + expression + "'");
        } catch (IllegalArgumentException e) {
            return Stream.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> rateInterval(Selector selector) {
        boolean wrong = RATES.contains(selector.function()) && !selector.range().equals("$__rate_interval");
        return wrong
                ? Optional.of(selector.function() + " over '" + selector.range() + "' (expected: $__rate_interval)")
                : Optional.empty();
    }

    private static Optional<String> matcher(Selector selector, String label) {
        LabelMatcher wanted = new LabelMatcher(label, "=~", "$" + label);
        return selector.matchers().contains(wanted) ? Optional.empty() : Optional.of("has no " + wanted);
    }

    private static Optional<String> counterAggregation(Selector selector) {
        boolean counter = COUNTER.matcher(selector.metric()).matches();
        return counter && !RATES.contains(selector.function())
                ? Optional.of("is a counter outside of " + RATES)
                : Optional.empty();
    }

    private static List<String> panels(Dashboard dashboard, Function<JsonNode, Stream<String>> rule) {
        return dashboard.panels().stream()
                .flatMap(panel -> rule.apply(panel)
                        .map(finding -> "'" + panel.path("title").asText() + "' " + finding))
                .toList();
    }

    private static List<String> selectors(Dashboard dashboard, Function<Selector, Optional<String>> rule) {
        List<String> findings = new ArrayList<>();
        for (Dashboard.Query query : dashboard.queries()) {
            selected(query.expression())
                    .forEach(selector -> rule.apply(selector)
                            .ifPresent(finding ->
                                    findings.add("'" + query.panel() + "': " + selector.metric() + " " + finding)));
        }
        return findings;
    }

    private static List<Selector> selected(String expression) {
        try {
            return PromQl.read(expression).selectors();
        } catch (IllegalArgumentException e) {
            return List.of(); // target-promql-rule has it
        }
    }
}
