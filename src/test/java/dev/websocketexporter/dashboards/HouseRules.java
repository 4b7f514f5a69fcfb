package dev.websocketexporter.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import dev.websocketexporter.testkit.PromQl;
import dev.websocketexporter.testkit.PromQl.LabelMatcher;
import dev.websocketexporter.testkit.PromQl.Selector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must hold besides the linter's rules, so that a dashboard is drawn as it is meant and speaks of what there is. */
final class HouseRules {
    private static final int COLUMNS = 24;
    private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern OURS_ALONE = Pattern.compile("probe_websocket_|websocket_");
    private static final Pattern LINK = Pattern.compile("/d/([\\w-]+)(\\?.*)?");
    private static final Pattern LINKED_VARIABLE = Pattern.compile("var-(\\w+)=");

    private HouseRules() {}

    static Map<String, Function<Dashboard, List<String>>> all() {
        Map<String, Function<Dashboard, List<String>>> rules = new LinkedHashMap<>();
        rules.put("ids of panels are unique", HouseRules::uniqueIds);
        rules.put("titles of panels are unique for their type", HouseRules::uniqueTitles);
        rules.put("panels lie in the grid and on no other", HouseRules::grid);
        rules.put("links lead to a dashboard and its variables", HouseRules::links);
        rules.put("the runbook is linked", HouseRules::runbook);
        rules.put("metrics exist", HouseRules::metrics);
        rules.put("labels exist on their metrics", HouseRules::labels);
        rules.put("what others export too is joined with what is ours alone", HouseRules::oursAlone);
        rules.put("legends are there, and of labels that exist", HouseRules::legends);
        rules.put("nothing is left of another Grafana", HouseRules::portable);
        return rules;
    }

    private static List<String> uniqueIds(Dashboard dashboard) {
        return repeated(Dashboard.elements(dashboard.json().path("panels")).stream()
                .map(panel -> "id " + panel.path("id").asInt()));
    }

    private static List<String> uniqueTitles(Dashboard dashboard) {
        return repeated(dashboard.panels().stream()
                .map(panel ->
                        panel.path("type").asText() + " " + panel.path("title").asText()));
    }

    private static List<String> repeated(Stream<String> names) {
        Set<String> seen = new HashSet<>();
        return names.filter(name -> !seen.add(name))
                .map(name -> name + " is there twice")
                .toList();
    }

    private static List<String> grid(Dashboard dashboard) {
        List<String> findings = new ArrayList<>();
        Map<String, String> taken = new LinkedHashMap<>();
        for (JsonNode panel : dashboard.json().path("panels")) {
            String title = panel.path("title").asText();
            JsonNode place = panel.path("gridPos");
            int left = place.path("x").asInt();
            int top = place.path("y").asInt();
            int right = left + place.path("w").asInt();
            if (left < 0
                    || top < 0
                    || right <= left
                    || right > COLUMNS
                    || place.path("h").asInt() < 1) {
                findings.add("'" + title + "' is outside of the grid: " + place);
                continue;
            }
            for (int x = left; x < right; x++) {
                for (int y = top; y < top + place.path("h").asInt(); y++) {
                    String other = taken.put(x + "/" + y, title);
                    if (other != null) {
                        findings.add("'" + title + "' lies on '" + other + "'");
                    }
                }
            }
        }
        return findings.stream().distinct().toList();
    }

    private static List<String> links(Dashboard dashboard) {
        Map<String, Dashboard> byUid =
                Dashboard.all().stream().collect(Collectors.toMap(Dashboard::uid, other -> other));
        List<String> findings = new ArrayList<>();
        Set<String> reached = new TreeSet<>(Set.of(dashboard.uid()));
        for (String url : urls(dashboard)) {
            MatchResult link = LINK.matcher(url).results().findFirst().orElse(null);
            if (link == null) {
                continue; // to somewhere else
            }
            Dashboard other = byUid.get(link.group(1));
            if (other == null) {
                findings.add(url + " leads nowhere (expected: one of " + byUid.keySet() + ")");
                continue;
            }
            reached.add(other.uid());
            LINKED_VARIABLE
                    .matcher(url)
                    .results()
                    .map(result -> result.group(1))
                    .forEach(name -> {
                        if (other.variables().stream()
                                .noneMatch(variable ->
                                        variable.path("name").asText().equals(name))) {
                            findings.add(url + " sets a variable that " + other + " does not have: " + name);
                        }
                    });
        }
        if (!reached.equals(byUid.keySet())) {
            findings.add("links lead only to " + reached + " (expected: " + byUid.keySet() + ")");
        }
        return findings;
    }

    private static List<String> urls(Dashboard dashboard) {
        return dashboard.json().findValuesAsText("url");
    }

    private static List<String> runbook(Dashboard dashboard) {
        return urls(dashboard).stream().anyMatch(url -> url.endsWith("/docs/runbook.md"))
                ? List.of()
                : List.of("no link to docs/runbook.md");
    }

    private static List<String> metrics(Dashboard dashboard) {
        Set<String> known = KnownMetrics.all().keySet();
        return read(dashboard)
                .flatMap(expression -> expression.selectors().stream())
                .map(Selector::metric)
                .filter(metric -> !known.contains(metric))
                .distinct()
                .map(metric -> "there is no metric " + metric)
                .toList();
    }

    private static List<String> labels(Dashboard dashboard) {
        Map<String, Set<String>> known = KnownMetrics.all();
        return read(dashboard)
                .flatMap(expression -> {
                    Set<String> grouping = new TreeSet<>(expression.groupedBy());
                    grouping.removeAll(labelsOf(expression, known));
                    return Stream.concat(
                            grouping.stream().map(label -> "no selected metric has the label '" + label + "'"),
                            expression.selectors().stream().flatMap(selector -> wrongLabels(selector, known)));
                })
                .distinct()
                .toList();
    }

    /** Other exporters have {@code probe_success} too, and every program has {@code up}: All would mean theirs as well. */
    private static List<String> oursAlone(Dashboard dashboard) {
        return dashboard.queries().stream()
                .filter(query -> PromQl.read(query.expression()).selectors().stream()
                        .map(Selector::metric)
                        .noneMatch(metric -> OURS_ALONE.matcher(metric).lookingAt()))
                .map(query ->
                        "'" + query.panel() + "' " + query.reference() + " is of every exporter: " + query.expression())
                .toList();
    }

    private static Stream<String> wrongLabels(Selector selector, Map<String, Set<String>> known) {
        return selector.matchers().stream()
                .map(LabelMatcher::label)
                .filter(label -> !KnownMetrics.LABELS_OF_TARGETS.contains(label)
                        && !known.getOrDefault(selector.metric(), Set.of()).contains(label))
                .map(label -> selector.metric() + " has no label '" + label + "'");
    }

    private static Set<String> labelsOf(PromQl expression, Map<String, Set<String>> known) {
        Set<String> labels = new HashSet<>(KnownMetrics.LABELS_OF_TARGETS);
        expression.selectors().forEach(selector -> labels.addAll(known.getOrDefault(selector.metric(), Set.of())));
        return labels;
    }

    /** A table has columns instead. */
    private static List<String> legends(Dashboard dashboard) {
        Map<String, Set<String>> known = KnownMetrics.all();
        List<String> findings = new ArrayList<>();
        for (JsonNode panel : dashboard.panels()) {
            for (JsonNode target : panel.path("targets")) {
                String legend = target.path("legendFormat").asText();
                String where = "'" + panel.path("title").asText() + "' ";
                if (legend.isBlank() && !target.path("format").asText().equals("table")) {
                    findings.add(where + "has no legend");
                }
                Set<String> labels = labelsOf(PromQl.read(target.path("expr").asText()), known);
                LEGEND_LABEL
                        .matcher(legend)
                        .results()
                        .map(result -> result.group(1))
                        .filter(label -> !labels.contains(label))
                        .forEach(label -> findings.add(where + "has a legend of no label: '" + label + "'"));
            }
        }
        return findings;
    }

    /** What an export leaves behind: the number of the row in that Grafana's database, inputs that only an import fills. */
    private static List<String> portable(Dashboard dashboard) {
        return Stream.of("id", "__inputs", "iteration", "gnetId", "meta")
                .filter(dashboard.json()::has)
                .map(field -> field + " is of one Grafana alone")
                .toList();
    }

    /** Expressions that cannot be read are another rule's. */
    private static Stream<PromQl> read(Dashboard dashboard) {
        return dashboard.queries().stream().map(query -> PromQl.read(query.expression()));
    }
}
