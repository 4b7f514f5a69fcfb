package dev.websocketexporter.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** For each rule the ways to break it, done to a dashboard that was right. */
final class Spoilings {
    private Spoilings() {}

    /**
     * One way to break a rule.
     *
     * @param what is wrong afterwards
     */
    record Spoiling(String what, Consumer<Dashboard> change) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Arguments> all() {
        return Stream.of(variables(), panels(), queries(), house(), drawing()).flatMap(kind -> kind);
    }

    private static Arguments of(String rule, String what, Consumer<Dashboard> change) {
        return Arguments.of(rule, new Spoiling(what, change));
    }

    private static Stream<Arguments> variables() {
        return Stream.of(
                of("template-datasource-rule", "none", d -> list(d).remove(0)),
                of(
                        "template-datasource-rule",
                        "two",
                        d -> list(d).add(list(d).get(0).deepCopy())),
                of(
                        "template-datasource-rule",
                        "another name",
                        d -> variable(d, 0).put("name", "ds")),
                of(
                        "template-datasource-rule",
                        "another label",
                        d -> variable(d, 0).put("label", "ds")),
                of("template-datasource-rule", "of Loki", d -> variable(d, 0).put("query", "loki")),
                of("template-job-rule", "none", d -> list(d).remove(1)),
                of("template-job-rule", "one at a time", d -> variable(d, 1).put("multi", false)),
                of("template-job-rule", "All is .*", d -> variable(d, 1).put("allValue", ".*")),
                of("template-job-rule", "typed in", d -> variable(d, 1).put("type", "textbox")),
                of("template-instance-rule", "none", d -> list(d).remove(2)),
                of(
                        "template-instance-rule",
                        "another label",
                        d -> variable(d, 2).put("label", "Target")),
                of(
                        "template-instance-rule",
                        "a fixed data source",
                        d -> object(variable(d, 2), "datasource").put("uid", "x")),
                of(
                        "template-label-promql-rule",
                        "a bare name",
                        d -> variable(d, 1).put("query", "up")),
                of(
                        "template-label-promql-rule",
                        "not closed",
                        d -> variable(d, 1).put("query", "label_values(up{, job)")),
                of(
                        "template-label-promql-rule",
                        "unknown variable",
                        d -> variable(d, 1).put("query", "label_values(up{a=\"$b\"}, job)")),
                of(
                        "template-on-time-change-reload-rule",
                        "once only",
                        d -> variable(d, 1).put("refresh", 1)));
    }

    private static Stream<Arguments> panels() {
        return Stream.of(
                of(
                        "panel-datasource-rule",
                        "fixed in a panel",
                        d -> object(panel(d), "datasource").put("uid", "prometheus")),
                of(
                        "panel-datasource-rule",
                        "fixed in a query",
                        d -> object(target(d), "datasource").put("uid", "prometheus")),
                of("panel-title-description-rule", "no title", d -> panel(d).put("title", "")),
                of("panel-title-description-rule", "no description", d -> panel(d).remove("description")),
                of("panel-units-rule", "no unit", d -> defaults(d).remove("unit")),
                of(
                        "panel-units-rule",
                        "a unit that Grafana does not have",
                        d -> defaults(d).put("unit", "seconds")),
                of("panel-no-targets-rule", "no query", d -> panel(d).putArray("targets")),
                of("uneditable-dashboard", "editable", d -> d.root().put("editable", true)),
                of(
                        "uneditable-dashboard",
                        "silent, which means editable",
                        d -> d.root().remove("editable")));
    }

    private static Stream<Arguments> queries() {
        return Stream.of(
                query("target-promql-rule", "sum(up"),
                query("target-promql-rule", ""),
                query("target-promql-rule", "up{a=\"$nothing\"}"),
                query("target-rate-interval-rule", "rate(a_total[5m])"),
                query("target-rate-interval-rule", "sum(increase(a_total[$__range]))"),
                query("target-job-rule", "up{instance=~\"$instance\"}"),
                query("target-job-rule", "up{job=\"$job\"}"),
                query("target-job-rule", "up{job=~\"$job\"} / up"),
                query("target-instance-rule", "up{job=~\"$job\"}"),
                query("target-instance-rule", "up{instance=~\"x\"}"),
                query("target-counter-agg-rule", "a_total"),
                query("target-counter-agg-rule", "sum(max_over_time(a_total[5m]))"),
                query("target-counter-agg-rule", "a_bucket / 2"),
                query("metrics exist", "probe_sucess"),
                query("labels exist on their metrics", "up{phase=\"tls\"}"),
                query("labels exist on their metrics", "sum by (phase) (up)"),
                query("what others export too is joined with what is ours alone", "probe_success"));
    }

    private static Arguments query(String rule, String expression) {
        return of(rule, expression, d -> target(d).put("expr", expression));
    }

    private static Stream<Arguments> house() {
        return Stream.of(
                of(
                        "ids of panels are unique",
                        "1 twice",
                        d -> ((ObjectNode) d.panels().get(1)).put("id", 1)),
                of(
                        "titles of panels are unique for their type",
                        "twice",
                        d -> ((ObjectNode) d.panels().get(1))
                                .put("title", panel(d).path("title").asText())),
                of(
                        "panels lie in the grid and on no other",
                        "on another",
                        d -> object(panel(d), "gridPos").put("w", 24)),
                of(
                        "panels lie in the grid and on no other",
                        "outside",
                        d -> object(panel(d), "gridPos").put("x", 23)),
                of("links lead to a dashboard and its variables", "nowhere", d -> link(d).put("url", "/d/nowhere")),
                of(
                        "links lead to a dashboard and its variables",
                        "no such variable",
                        d -> link(d).put("url", "/d/websocket-exporter-overview?var-nothing=1")),
                of(
                        "links lead to a dashboard and its variables",
                        "no link to the others",
                        d -> link(d).put("url", "https://grafana.com")),
                of("the runbook is linked", "no links", d -> d.root().putArray("links")),
                of(
                        "legends are there, and of labels that exist",
                        "no legend",
                        d -> target(d).put("legendFormat", "")),
                of(
                        "legends are there, and of labels that exist",
                        "no such label",
                        d -> target(d).put("legendFormat", "{{phase}}")),
                of(
                        "nothing is left of another Grafana",
                        "a database's id",
                        d -> d.root().put("id", 7)),
                of("nothing is left of another Grafana", "inputs", d -> d.root().putArray("__inputs")));
    }

    private static Stream<Arguments> drawing() {
        return Stream.of(
                of("thresholds are shown", "switched off", Spoilings::hideThresholds),
                of("timelines say their words", "coloured by thresholds", d -> panel(d).put("type", "state-timeline")),
                of("heatmaps ask for buckets", "a time series", d -> panel(d).put("type", "heatmap")),
                of(
                        "empty cells do not say that the table is empty",
                        "nothing said of cells",
                        d -> panel(d).put("type", "table")),
                of("tables have the units of their columns", "one for all", d -> panel(d).put("type", "table")),
                of(
                        "panels are written as the newest Grafana writes them",
                        "an older panel",
                        d -> panel(d).put("pluginVersion", "11.0.0")),
                of(
                        "panels are written as the newest Grafana writes them",
                        "an older dashboard",
                        d -> d.root().put("schemaVersion", 41)));
    }

    private static void hideThresholds(Dashboard dashboard) {
        dashboard
                .json()
                .findParents("thresholdsStyle")
                .forEach(custom -> object(custom, "thresholdsStyle").put("mode", "off"));
    }

    private static ArrayNode list(Dashboard dashboard) {
        return (ArrayNode) dashboard.json().path("templating").path("list");
    }

    private static ObjectNode variable(Dashboard dashboard, int index) {
        return (ObjectNode) list(dashboard).get(index);
    }

    private static ObjectNode panel(Dashboard dashboard) {
        return (ObjectNode) dashboard.panels().get(0);
    }

    private static ObjectNode target(Dashboard dashboard) {
        return (ObjectNode) panel(dashboard).path("targets").get(0);
    }

    private static ObjectNode defaults(Dashboard dashboard) {
        return object(panel(dashboard).path("fieldConfig"), "defaults");
    }

    private static ObjectNode link(Dashboard dashboard) {
        return (ObjectNode) dashboard.json().path("links").get(0);
    }

    private static ObjectNode object(JsonNode parent, String field) {
        return (ObjectNode) parent.path(field);
    }
}
