package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.websocketexporter.dashboards.Dashboard;
import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The dashboard and the alerts of the guide that the metrics of {@code /watch} are named after, as they stand there, with a
 * Prometheus that scrapes as the README says: which have data and fire, and what {@code docs/watch.md} says of the others.
 */
@Tag("e2e")
@Timeout(150)
@Execution(ExecutionMode.CONCURRENT) // it waits nearly all of its time
class WatchGuideE2eIT {
    /** More than 5 errors a second over five minutes, of 50 attempts a second at most, take half a minute. */
    private static final Duration FIRES_WITHIN = Duration.ofSeconds(100);

    private static final Duration DATA_WITHIN = Duration.ofSeconds(30);

    /** A query by the minute has its first value at the next full one. */
    private static final Duration MINUTE_WITHIN = DATA_WITHIN.plusSeconds(60);

    private static final Pattern PATIENCE = Pattern.compile("(?m)^( +for: )\\d+m$");
    private static final Pattern PROMQL = Pattern.compile("(?ms)^```promql\n(.*?)^```$");
    private static final Path PAGE = Path.of("docs/watch.md");

    /** In the guide's order; of the other two the page says why they cannot. */
    private static final List<String> FIRE = List.of(
            "WebSocketHighLatency", "WebSocketHeartbeatTimeouts", "WebSocketErrorRate", "WebSocketNoConnections");

    private static WatchedServer server;
    private static Exporter exporter;
    private static Prometheus prometheus;

    @BeforeAll
    static void startEverything(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws IOException {
        Tools.require("prometheus");
        server = WatchedServer.start(Files.createDirectory(directory.resolve("server")));
        Path configuration = Files.writeString(directory.resolve("config.yml"), configuration());
        exporter = Exporter.start(directory, "--config.file=" + configuration);
        prometheus = Prometheus.start(
                scrapeConfiguration(directory), Files.createDirectory(directory.resolve("prometheus")));
    }

    @AfterAll
    static void endEverything() {
        for (AutoCloseable process : new AutoCloseable[] {prometheus, exporter, server}) {
            if (process != null) {
                end(process);
            }
        }
    }

    private static void end(AutoCloseable process) {
        try {
            process.close();
        } catch (Exception e) {
            throw new IllegalStateException("a process did not end", e);
        }
    }

    /** What the guide warns of: pongs that are late, pongs that do not come, and a server that takes nobody. */
    private static String configuration() {
        return """
                modules: {websocket: {}}
                %1$s  - name: late
                    module: websocket
                    targets: ["%2$s"]
                    heartbeat: {interval: 1s, timeout: 5s}
                  - name: deaf
                    module: websocket
                    targets: ["%3$s"]
                    connections: 20
                    reconnect: {min_delay: 100ms, max_delay: 1m}
                    heartbeat: {interval: 1s, timeout: 300ms, max_missed: 1000}
                  - name: refused
                    module: websocket
                    targets: ["%4$s"]
                    connections: 40
                    reconnect: {min_delay: 100ms, max_delay: 300ms}
                """.formatted(server.watches(), server.url("/late"), server.url("/deaf"), server.url("/full?much"));
    }

    /** Just what the README shows, except for the exporter's port and intervals fit for a test. */
    private static String scrapeConfiguration(Path directory) throws IOException {
        String shown = Readme.read().block("yaml", "metrics_path: /watch");
        assertThat(shown).contains("localhost:10115");
        assertThat(shown.lines().filter(line -> !line.isBlank())).hasSize(8);
        Path alerts = Files.writeString(
                directory.resolve("guide.rules.yml"),
                PATIENCE.matcher(Files.readString(resource("alerts.yml"))).replaceAll("$1" + "1s"));
        return """
                global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
                rule_files: ["%s", "%s/*.rules.yml"]
                """.formatted(alerts, AlertRule.DIRECTORY.toAbsolutePath())
                + shown.replace("localhost:10115", "127.0.0.1:" + exporter.port());
    }

    private static Path resource(String name) {
        URL url = Objects.requireNonNull(WatchGuideE2eIT.class.getResource("guide/" + name), name);
        return Path.of(url.getPath());
    }

    @Test
    void itsAlertsFireAsTheyStandButForTwo() {
        List<String> silent = new ArrayList<>(FIRE);
        Conditions.await(
                FIRES_WITHIN,
                Duration.ofMillis(200),
                () -> {
                    silent.removeIf(alert -> !samples("ALERTS{alertname=\"" + alert + "\", alertstate=\"firing\"}")
                            .isEmpty());
                    return silent.isEmpty();
                },
                () -> "not firing: " + silent + ", errors: " + samples("sum(websocket_errors_total)"));

        assertThat(samples("ALERTS{alertname=~\"WebSocketHighDisconnectRate|WebSocketCapacityWarning\"}"))
                .isEmpty();
        assertThat(samples("rate(websocket_connections_total{status=\"success\"}[5m])"
                        + " - rate(websocket_connections_active[5m])"))
                .as("no label status there")
                .isEmpty();
    }

    @Test
    void everyPanelOfItsDashboardHasData() throws IOException {
        GrafanaQueries grafana = new GrafanaQueries(prometheus);
        JsonNode dashboard =
                new ObjectMapper().readTree(resource("dashboard.json").toFile());
        List<Dashboard.Query> silent = new ArrayList<>();
        for (JsonNode panel : dashboard.path("dashboard").path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                String title = panel.path("title").asText();
                silent.add(new Dashboard.Query(title, "A", target.path("expr").asText(), true));
            }
        }
        assertThat(silent).hasSize(10);

        Conditions.await(
                DATA_WITHIN,
                Duration.ofMillis(200),
                () -> {
                    silent.removeIf(query -> grafana.hasData(query, query.expression()));
                    return silent.isEmpty();
                },
                () -> "without data: " + silent);
    }

    /** A threshold aside, since a test loses no ten connections a second for five minutes. */
    @Test
    void whatThePageSaysToWriteInsteadHasData() throws IOException {
        List<String> silent = new ArrayList<>(PROMQL.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult block) -> block.group(1).strip().replaceFirst(" > \\d+$", ""))
                .toList());
        assertThat(silent).hasSizeGreaterThan(3);

        Conditions.await(
                MINUTE_WITHIN,
                Duration.ofMillis(200),
                () -> {
                    silent.removeIf(expression -> !samples(expression).isEmpty());
                    return silent.isEmpty();
                },
                () -> "without data: " + silent);
    }

    /** Rules that join what they should not fail only when there are series. */
    @Test
    void ourOwnRulesWorkOnWhatIsScraped() {
        Conditions.await(
                DATA_WITHIN,
                Duration.ofMillis(200),
                () -> samples("websocket:watch_drops:sum{target=~\".*/leaving\"} > 0")
                                        .size()
                                == 1
                        && samples("websocket:watch_errors:increase1h{target=~\".*/full\"}")
                                        .size()
                                == 1,
                () -> "drops: " + samples("websocket:watch_drops:sum") + ", errors: "
                        + samples("websocket:watch_errors:increase1h"));
        Conditions.await(
                DATA_WITHIN,
                Duration.ofMillis(200),
                () -> rules().allMatch(rule -> rule.path("health").asText().equals("ok")),
                () -> rules().filter(rule -> !rule.path("health").asText().equals("ok"))
                        .toList()
                        .toString());

        assertThat(samples("websocket:watch_down")).hasSizeGreaterThan(5);
        assertThat(samples("websocket:watch_connections:count{watch=\"deaf\"}"))
                .singleElement()
                .satisfies(sample -> assertThat(sample.value()).isEqualTo(20));
    }

    private static Stream<JsonNode> rules() {
        try {
            JsonNode answer = new ObjectMapper()
                    .readTree(Http.get(prometheus.url() + "/api/v1/rules").body());
            List<JsonNode> rules = new ArrayList<>();
            answer.path("data")
                    .path("groups")
                    .forEach(group -> group.path("rules").forEach(rules::add));
            assertThat(rules).hasSizeGreaterThan(80);
            return rules.stream();
        } catch (IOException e) {
            throw new AssertionError("Prometheus does not answer", e);
        }
    }

    private static List<Prometheus.Sample> samples(String expression) {
        return prometheus.query(expression);
    }
}
