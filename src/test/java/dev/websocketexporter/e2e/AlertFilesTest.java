package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.render.ExpositionFormat;
import dev.websocketexporter.render.ProbeMetric;
import dev.websocketexporter.render.WatchMetric;
import dev.websocketexporter.server.recording.ExporterMetrics;
import dev.websocketexporter.server.recording.ExporterMetrics.BuildInfo;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.WebConfigurations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of {@code alerts/}, their tests, the runbook and the code speak of the same things. */
class AlertFilesTest {
    /** They have a row of their own, for any phase. */
    private static final Set<Reason> ANYWHERE = Set.of(Reason.EXPORTER_LIMIT, Reason.INTERNAL_ERROR);

    private static final Path RUNBOOK = Path.of("docs/runbook.md");
    private static final Pattern SECTION = Pattern.compile("(?m)^## (Websocket\\w+)$");
    private static final Pattern OUR_METRIC = Pattern.compile("\\b(?:probe|websocket)_(?!(?:exporter|http2)\\b)\\w+");
    /** As docs/alerting.md has it. */
    private static final String URGENT_INTERVAL = "15s";

    /** The group of watch.rules.yml that Prometheus evaluates as often as it does by itself. */
    private static final String WITHOUT_HURRY = "websocket_watch_quality";

    /** Prometheus' own about each scrape, and about alerts. */
    private static final Set<String> OF_PROMETHEUS = Set.of("up", "ALERTS");

    private static final List<AlertRule> RULES = AlertRule.all();
    private static final List<Map<String, Object>> CASES = AlertRule.tests().stream()
            .flatMap(file -> AlertRule.entries(AlertRule.parse(file), "tests"))
            .toList();
    private static final Set<String> KNOWN = known();

    static List<AlertRule> rules() {
        return RULES;
    }

    static List<AlertRule> alerts() {
        return RULES.stream().filter(AlertRule::alerting).toList();
    }

    @Test
    void noNameIsUsedTwice() {
        assertThat(rules()).extracting(AlertRule::name).doesNotHaveDuplicates().hasSizeGreaterThan(40);
    }

    /** promtool evaluates as often as the file of tests says, and Prometheus as often as the group says. */
    @Test
    void testsOfTimesEvaluateTheUrgentRulesAsOftenAsPrometheusDoes() {
        assertThat(Stream.of("targets.rules.yml", "exporter.rules.yml", "watch.rules.yml")
                        .flatMap(
                                file -> AlertRule.entries(AlertRule.parse(AlertRule.DIRECTORY.resolve(file)), "groups"))
                        .filter(group -> !group.get("name").equals(WITHOUT_HURRY)))
                .extracting(group -> group.get("interval"))
                .containsOnly(URGENT_INTERVAL);
        assertThat(Stream.of("pages.test.yml", "locations.test.yml", "watch.test.yml"))
                .extracting(file -> AlertRule.parse(
                                AlertRule.DIRECTORY.resolve("tests").resolve(file))
                        .get("evaluation_interval"))
                .containsOnly(URGENT_INTERVAL);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertSaysHowBadItIsWhatItIsAboutAndWhereToReadOn(AlertRule alert) {
        assertThat(alert.labels().get("severity")).isIn("critical", "warning", "info");
        assertThat(alert.labels().get("scope")).isIn("target", "location", "job", "watch", "exporter", "everything");
        assertThat(alert.annotation("summary")).isNotBlank();
        assertThat(alert.annotation("description")).isNotBlank();
        assertThat(alert.annotation("runbook_url"))
                .startsWith("https://")
                .endsWith("/docs/runbook.md#" + alert.name().toLowerCase(Locale.ROOT));
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertAboutTargetsCarriesPhaseAndReason(AlertRule alert) {
        if (!Set.of("target", "job").contains(alert.labels().get("scope"))) {
            return;
        }
        assertThat(AlertExpression.queries(alert.annotation("description")))
                .anyMatch(query -> query.contains("probe_websocket_failure_info"));
        assertThat(alert.annotation("description")).contains(".Labels.phase }}", ".Labels.reason }}", "{{ else }}");
        assertThat(alert.expression())
                .as("a join would end the alert when the reason changes")
                .doesNotContain("failure_info");
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertAboutWatchedConnectionsCarriesTheReasons(AlertRule alert) {
        if (!"watch".equals(alert.labels().get("scope"))) {
            return;
        }
        assertThat(AlertExpression.queries(alert.annotation("description")))
                .anyMatch(query -> query.contains("websocket:watch_errors:increase1h"));
        assertThat(alert.annotation("description")).contains(".Labels.type }}", "{{ else }}none{{ end }}");
    }

    @Test
    void eachAlertHasItsSectionAndEachSectionItsAlert() throws IOException {
        List<String> sections = SECTION.matcher(Files.readString(RUNBOOK))
                .results()
                .map(section -> section.group(1))
                .toList();
        assertThat(sections)
                .containsExactlyInAnyOrderElementsOf(
                        alerts().stream().map(AlertRule::name).toList());
    }

    @Test
    void eachSectionSaysMeaningCausesAndChecks() throws IOException {
        String[] sections = Files.readString(RUNBOOK).split("(?m)^#+ ");
        assertThat(Arrays.stream(sections).filter(section -> section.startsWith("Websocket")))
                .isNotEmpty()
                .allSatisfy(
                        section -> assertThat(section).contains("- **Means:** ", "- **Causes:** ", "- **Check:** "));
    }

    @Test
    void linksInsideTheRunbookLeadSomewhere() throws IOException {
        String runbook = Files.readString(RUNBOOK);
        Set<String> anchors = Pattern.compile("(?m)^#+ (.*)$")
                .matcher(runbook)
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT).replace(' ', '-'))
                .collect(Collectors.toSet());
        assertThat(Pattern.compile("\\]\\(#([^)]*)\\)").matcher(runbook).results())
                .isNotEmpty()
                .allSatisfy(link -> assertThat(anchors).contains(link.group(1)));
    }

    @ParameterizedTest
    @EnumSource(ExporterLimit.class)
    void everyLimitOfTheExporterHasItsRowInTheRunbook(ExporterLimit limit) throws IOException {
        assertThat(Files.readString(RUNBOOK).split("(?m)^## "))
                .filteredOn(section -> section.startsWith("WebsocketExporterLimit\n"))
                .singleElement()
                .asString()
                .contains("\n| `" + limit.label() + "` | ");
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void everyReasonOfAPhaseHasItsRowInTheRunbook(Phase phase) throws IOException {
        Set<String> rows = Arrays.stream(Files.readString(RUNBOOK).split("(?m)^## "))
                .filter(section -> section.startsWith("Phase " + phase.label() + "\n"))
                .flatMap(String::lines)
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|")[1])
                .flatMap(cell -> Pattern.compile("`(\\w+)`").matcher(cell).results())
                .map((MatchResult word) -> word.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(rows)
                .containsAll(Arrays.stream(Reason.values())
                        .filter(reason -> reason.phases().contains(phase) && !ANYWHERE.contains(reason))
                        .map(Reason::label)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertHasFiguresThatFireItAndSomeThatAlmostDo(AlertRule alert) {
        List<Map<String, Object>> cases = CASES.stream()
                .filter(test -> ((String) test.get("name")).startsWith(alert.name() + ": "))
                .filter(test ->
                        AlertRule.entries(test, "input_series").findAny().isPresent())
                .flatMap(test -> AlertRule.entries(test, "alert_rule_test"))
                .filter(test -> test.get("alertname").equals(alert.name()))
                .toList();
        Predicate<Map<String, Object>> fires =
                test -> AlertRule.entries(test, "exp_alerts").findAny().isPresent();
        assertThat(cases).as("one that fires it").anyMatch(fires);
        assertThat(cases).as("one that almost does").anyMatch(fires.negate());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aRuleUsesOnlyMetricsThatThereAre(AlertRule rule) {
        Set<String> used = Stream.concat(
                        Stream.of(rule.expression()),
                        rule.annotations().values().stream().flatMap(AlertExpression::queries))
                .flatMap(expression -> AlertExpression.metrics(expression).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(used).isSubsetOf(KNOWN);
    }

    /** Each window tells by itself: the smallest number of all is what counts. */
    @ParameterizedTest
    @ValueSource(strings = {"websocket:down", "websocket:not_scraped"})
    void theWindowsOfARuleDemandTheSameNumberInARow(String name) {
        String expression = RULES.stream()
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow()
                .expression();
        assertThat(Pattern.compile(">= (\\d+)\\) # threshold: \\w+ in a row")
                        .matcher(expression)
                        .results())
                .hasSize(5)
                .extracting(number -> number.group(1))
                .containsOnly("3");
    }

    @Test
    void theRunbookNamesOnlyMetricsThatThereAre() throws IOException {
        Set<String> named = OUR_METRIC
                .matcher(Files.readString(RUNBOOK))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).isNotEmpty().isSubsetOf(KNOWN);
    }

    private static Set<String> known() {
        Set<String> known = new TreeSet<>(OF_PROMETHEUS);
        Arrays.stream(ProbeMetric.values()).map(ProbeMetric::metricName).forEach(known::add);
        RULES.stream().filter(rule -> !rule.alerting()).map(AlertRule::name).forEach(known::add);
        ExporterMetrics metrics = new ExporterMetrics(new BuildInfo("1", "2", "3"));
        metrics.webConfigurationLoaded(
                WebConfigurations.withTls(CertificateRecipe.leaf("a.test").selfSigned()), Instant.EPOCH);
        metrics.targetLoads();
        metrics.watchLoads();
        String own = metrics.text(ExpositionFormat.PROMETHEUS_TEXT);
        own.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" "))
                .flatMap(type -> series(type[2], type[3]))
                .forEach(known::add);
        Arrays.stream(WatchMetric.values())
                .flatMap(metric ->
                        series(metric.metricName(), metric.type().name().toLowerCase(Locale.ROOT)))
                .forEach(known::add);
        return known;
    }

    private static Stream<String> series(String metric, String type) {
        return switch (type) {
            case "histogram" ->
                // the name alone: what Prometheus makes of it on demand, a native histogram
                Stream.of(metric + "_bucket", metric + "_sum", metric + "_count", metric);
            case "summary" -> Stream.of(metric + "_sum", metric + "_count");
            default -> Stream.of(metric);
        };
    }
}
