package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.websocketexporter.dashboards.Dashboard;
import dev.websocketexporter.dashboards.Interpolation;
import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every query of every dashboard, sent to a real Prometheus as Grafana would send it: none is refused, and each has data
 * once good, bad and expiring targets have been probed for a while.
 */
@Tag("e2e")
@Timeout(90)
class DashboardsE2eIT {
    private static final Duration DATA_WITHIN = Duration.ofSeconds(45);

    /** A scrape takes a second at most; it is stored under the time at which it began. */
    private static final Duration SCRAPE = Duration.ofSeconds(2);

    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

    private static DashboardWorld world;
    private static GrafanaQueries grafana;

    @BeforeAll
    static void startEverything(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws IOException {
        world = DashboardWorld.start(directory);
        grafana = new GrafanaQueries(world.prometheus());
    }

    @AfterAll
    static void endEverything() {
        if (world != null) {
            world.close();
        }
    }

    @Test
    void everyQueryIsTakenAndHasData() {
        List<Asked> silent = asked().collect(Collectors.toCollection(ArrayList::new));
        assertThat(silent).hasSizeGreaterThan(100);

        Conditions.await(
                DATA_WITHIN,
                () -> {
                    silent.removeIf(DashboardsE2eIT::hasData);
                    return silent.isEmpty();
                },
                () -> "queries without data: " + silent);
    }

    /**
     * "All" means all of ours, whoever else exports metrics of the same names: with the jobs chosen by their names, every
     * query says the same.
     */
    @Test
    void nothingIsShownOfOtherExporters() {
        Neighbours.SIGNS.forEach(sign -> Conditions.await(
                DATA_WITHIN, () -> !world.prometheus().query(sign).isEmpty(), () -> "not scraped: " + sign));
        Instant end = Instant.now();
        Conditions.await(DATA_WITHIN, () -> Instant.now().isAfter(end.plus(SCRAPE)), () -> "the time stands still");

        SoftAssertions every = new SoftAssertions();
        asked().forEach(asked -> {
            String instance = hasAllInstances(asked.dashboard()) ? "" : world.expiring();
            String expression = asked.query().expression();
            every.assertThat(
                            grafana.answer(asked.query(), values(instance, ".+").apply(expression), end))
                    .as(asked.toString())
                    .isEqualTo(grafana.answer(
                            asked.query(),
                            values(instance, Interpolation.chosen(DashboardWorld.jobs()))
                                    .apply(expression),
                            end));
        });
        every.assertAll();
    }

    @Test
    void notProbedIsWhatOughtToBeProbed() {
        String notProbed = expression("Not probed", "A");

        Conditions.await(
                DATA_WITHIN,
                () -> figure(notProbed) == 1,
                () -> notProbed + " has " + world.prometheus().query(notProbed));
    }

    private static double figure(String expression) {
        return world.prometheus().query(expression).get(0).value();
    }

    @Test
    void everyVariableIsFilled() {
        for (Dashboard dashboard : Dashboard.all()) {
            Interpolation values = values(hasAllInstances(dashboard) ? "" : world.plain());
            for (JsonNode variable : dashboard.queriedVariables()) {
                String query = values.apply(variable.path("query").asText());
                Matcher parts = LABEL_VALUES.matcher(query);
                assertThat(parts.matches()).as(query).isTrue();
                Conditions.await(
                        DATA_WITHIN,
                        () -> !grafana.labelValues(parts.group(1), parts.group(2))
                                .isEmpty(),
                        () -> dashboard + ": nothing to choose from for " + query);
            }
        }
    }

    @Test
    void expressionsThatPrometheusRefusesAreFound() {
        Dashboard.Query broken = new Dashboard.Query("Broken", "A", "sum(probe_success", true);

        assertThatThrownBy(() -> grafana.hasData(broken, broken.expression()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parse error");
    }

    @Test
    void emptyPanelsAreFound() {
        Dashboard.Query empty = new Dashboard.Query("Empty", "A", "probe_sucess", false);

        assertThat(grafana.hasData(empty, empty.expression())).isFalse();
    }

    /** The figures mean what the panels say. */
    @Test
    void theOverviewSaysWhatFailsAndWhatExpires() {
        String days = expression("Certificates by days left", "A");
        Conditions.await(
                DATA_WITHIN,
                () -> byInstance(days).getOrDefault(world.expiring(), 0.0) > 4.9,
                () -> days + " has " + world.prometheus().query(days));
        assertThat(byInstance(days).get(world.expiring())).isBetween(4.9, 5.0);

        String failures = expression("What fails, where and why", "A");
        assertThat(world.prometheus().query(failures))
                .filteredOn(sample -> sample.label("instance").equals(world.refused()))
                .singleElement()
                .satisfies(sample -> assertThat(sample.labels())
                        .containsEntry("phase", "connect")
                        .containsEntry("reason", "connection_refused")
                        .containsEntry("location", "home"));
        assertThat(byInstance(failures)).doesNotContainKeys(world.plain(), world.expiring());
    }

    /** Two targets show the certificate that has five days left of many years; five days of 160 hours are in time. */
    @Test
    void certificatesAreDueByTheirShareOfLife() {
        String renewal = expression("Certificates by days left", "E");
        Conditions.await(
                DATA_WITHIN,
                () -> byInstance(renewal).keySet().containsAll(List.of(world.expiring(), world.shortLived())),
                () -> renewal + " has " + world.prometheus().query(renewal));
        assertThat(byInstance(renewal).get(world.expiring())).isBetween(0.058, 0.06);
        assertThat(byInstance(renewal).get(world.shortLived())).isBetween(0.74, 0.75);

        String due = expression("Certificates to renew", "A");
        Conditions.await(
                DATA_WITHIN,
                () -> figure(due) == 2,
                () -> due + " has " + world.prometheus().query(due));
    }

    private static String expression(String panel, String reference) {
        return Dashboard.all().stream()
                .flatMap(dashboard -> dashboard.queries().stream())
                .filter(query ->
                        query.panel().equals(panel) && query.reference().equals(reference))
                .map(query -> values(world.plain()).apply(query.expression().replace("=~\"$instance\"", "=~\".+\"")))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Double> byInstance(String expression) {
        return world.prometheus().query(expression).stream()
                .collect(Collectors.toMap(
                        sample -> sample.label("instance"), Prometheus.Sample::value, (one, other) -> one));
    }

    private static Stream<Asked> asked() {
        return Dashboard.all().stream()
                .flatMap(dashboard -> dashboard.queries().stream().map(query -> new Asked(dashboard, query)));
    }

    private static boolean hasData(Asked asked) {
        return choices(asked.dashboard())
                .anyMatch(instance -> grafana.hasData(
                        asked.query(), values(instance).apply(asked.query().expression())));
    }

    /** What can be chosen as the instance: All where there is such a choice, otherwise one after the other. */
    private static Stream<String> choices(Dashboard dashboard) {
        return hasAllInstances(dashboard)
                ? Stream.of("")
                : grafana.labelValues("probe_websocket_attempts", "instance").stream();
    }

    private static boolean hasAllInstances(Dashboard dashboard) {
        return dashboard.variables().stream()
                .anyMatch(variable -> variable.path("name").asText().equals("instance")
                        && variable.path("includeAll").asBoolean());
    }

    /** @param instance the one chosen; empty: all of them */
    private static Interpolation values(String instance) {
        return values(instance, ".+");
    }

    private static Interpolation values(String instance, String job) {
        Map<String, String> values = new HashMap<>(Map.of(
                "__interval", "1s",
                "__rate_interval", "4s",
                "__range", GrafanaQueries.RANGE.toSeconds() + "s",
                "window", "10m",
                "watch", ".+",
                "target", ".+",
                "job", job,
                "location", ".*"));
        values.put("instance", instance.isEmpty() ? ".+" : Interpolation.chosen(List.of(instance)));
        return new Interpolation(values);
    }

    /** A query and where it stands. */
    private record Asked(Dashboard dashboard, Dashboard.Query query) {
        @Override
        public String toString() {
            return dashboard + " '" + query.panel() + "' " + query.reference() + ": " + query.expression();
        }
    }
}
