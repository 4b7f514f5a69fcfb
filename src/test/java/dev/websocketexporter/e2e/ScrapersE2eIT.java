package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The recipes of {@code examples/scrapers/}, with the real programs, which send what they have to a Prometheus that evaluates
 * the rules. How long a probe may take says whether the exporter was told the scraper's timeout.
 */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it waits nearly all of its time
@Timeout(180)
class ScrapersE2eIT {
    /** A scrape timeout of two seconds less the exporter's offset of half a second. */
    private static final double TOLD = 1.5;

    private static final Duration HAPPENS_WITHIN = Duration.ofSeconds(60);
    private static final String SUCCESS = "probe_success == 1";

    /** Where exporters are in the place of names that end with their numbers. */
    private static final String NUMBERED = "127.0.0.10";

    @TempDir
    private static Path home;

    private static Exporter exporter;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path root;

    @BeforeAll
    static void start() throws IOException {
        exporter = Exporter.start(home);
    }

    @AfterAll
    static void end() {
        exporter.close();
    }

    @BeforeEach
    void copyRules() throws IOException {
        AlertRule.copyTo(root);
    }

    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @EnumSource
    void anAgentSendsToAPrometheusThatEvaluatesTheRules(Release release) throws IOException {
        ScraperRecipe.writeTargets(root, rooms(2), List.of(exporter.echoUrl() + "?pinged"));
        try (Prometheus receiver = ScraperRecipe.startReceiver(release, root)) {
            Path agent =
                    prometheusRecipe("prometheus-agent/agent.yml", receiver).write();
            try (ManagedProcess scraper = startAgent(release, agent)) {
                awaitProbes(scraper, receiver, 3);
                scraper.awaitReady(
                        () -> receiver.query("websocket:probes:count5m{job=\"chat\",location=\"frankfurt\"} > 0")
                                        .size()
                                == 3);

                assertTold(receiver, TOLD);
                assertThat(receiver.query("probe_websocket_pongs_received > 0"))
                        .extracting(sample -> sample.label("instance"))
                        .containsExactly(exporter.echoUrl() + "?pinged");
            }
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @EnumSource
    void anAgentRefusesRules(Release release) throws IOException {
        Path receiver = ScraperRecipe.of("prometheus-agent/receiver.yml", root).write();
        try (ManagedProcess agent = startAgent(release, receiver)) {
            assertThat(agent.awaitExit()).isNotZero();
            assertThat(agent.output()).containsAnyOf("not allowed in agent mode", "not supported in agent mode");
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void eachShardOfTheOperatorAsksOneExporter() throws IOException {
        Tools.require("prometheus");
        int port = Http.freePort();
        Path configuration = Files.writeString(root.resolve("config.yml"), """
                modules:
                  websocket_ping: {params: [origin]}
                """);
        OperatorProbe probe = new OperatorProbe(ScraperRecipe.DIRECTORY.resolve("prometheus-operator/probe.yaml"));
        try (Exporter both = Exporter.start(
                        root,
                        "--config.file=" + configuration,
                        "--web.listen-address=%s0:%d".formatted(NUMBERED, port),
                        "--web.listen-address=%s1:%d".formatted(NUMBERED, port));
                Prometheus first = startShard(probe, 0, port);
                Prometheus second = startShard(probe, 1, port)) {
            Conditions.await(
                    HAPPENS_WITHIN,
                    () -> first.query(SUCCESS).size() + second.query(SUCCESS).size() == 20,
                    () -> "up: " + first.query("up") + second.query("up"));

            assertThat(both.port()).isNotEqualTo(port);
            assertAsks(first, "http://%s0:%d/".formatted(NUMBERED, port));
            assertAsks(second, "http://%s1:%d/".formatted(NUMBERED, port));
        }
    }

    private Prometheus startShard(OperatorProbe probe, int shard, int port) throws IOException {
        String shown = "websocket-exporter-$1.websocket-exporter.monitoring.svc:10115";
        String configuration = probe.ofShard("replaced.invalid:1", rooms(20), 2, shard);
        assertThat(configuration).contains(shown);
        return Prometheus.start(
                configuration.replace(shown, NUMBERED + "$1:" + port), Files.createDirectory(root.resolve("" + shard)));
    }

    /** All that a Prometheus asks begins so, and it asks something. */
    private static void assertAsks(Prometheus prometheus, String begins) throws IOException {
        String targets =
                Http.get(prometheus.url() + "/api/v1/targets?state=active").body();
        assertThat(Pattern.compile("\"scrapeUrl\":\"([^\"]*)\"")
                        .matcher(targets)
                        .results())
                .isNotEmpty()
                .allMatch(url -> url.group(1).startsWith(begins));
    }

    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @CsvSource({"INSTALLED, 1", "INSTALLED, 2", "NEWEST, 1", "NEWEST, 2"})
    void membersOfAClusterOfVmagentShareTheTargets(Release release, int replicas) throws IOException {
        Path vmagent = release == Release.INSTALLED ? Tools.require("vmagent") : Tools.builtByName("vmagent");
        ScraperRecipe.writeTargets(root, rooms(19), List.of(exporter.echoUrl() + "?pinged"));
        try (Prometheus receiver = ScraperRecipe.startReceiver(Release.INSTALLED, root)) {
            Path file = prometheusRecipe("vmagent/scrape.yml", receiver).write();
            List<String> flags = List.of(
                    vmagent.toString(),
                    "-promscrape.config=" + file,
                    "-remoteWrite.url=" + receiver.url() + "/api/v1/write",
                    "-remoteWrite.flushInterval=500ms",
                    "-promscrape.cluster.membersCount=2",
                    "-promscrape.cluster.replicationFactor=" + replicas);
            try (ManagedProcess first = startMember(flags, 0);
                    ManagedProcess second = startMember(flags, 1)) {
                awaitProbes(first, receiver, 20 * replicas);

                assertThat(receiver.query("count by (instance) (probe_success{job=\"chat\"})"))
                        .hasSize(20)
                        .allMatch(sample -> sample.value() == replicas);
                assertThat(receiver.query("count by (member) (probe_success{job=\"chat\"})"))
                        .hasSize(2);
                assertTold(receiver, TOLD);
                assertThat(second.output()).doesNotContain("\terror\t");
            }
        }
    }

    private static List<String> rooms(int number) {
        return IntStream.range(0, number)
                .mapToObj(room -> exporter.echoUrl() + "?room=" + room)
                .toList();
    }

    /** One whose scrape configuration is Prometheus'. */
    private ScraperRecipe prometheusRecipe(String name, Prometheus receiver) throws IOException {
        ScraperRecipe recipe = ScraperRecipe.of(name, root)
                .with("scrape_interval: 15s", "scrape_interval: 2s")
                .with("scrape_timeout: 10s", "scrape_timeout: 2s")
                .with("localhost:10115", "127.0.0.1:" + exporter.port());
        return recipe.text().contains("http://localhost:9090/api/v1/write\n")
                ? recipe.with("http://localhost:9090", receiver.url())
                : recipe;
    }

    private ManagedProcess startAgent(Release release, Path file) throws IOException {
        return ManagedProcess.start(
                root,
                List.of(
                        release.prometheus().toString(),
                        release == Release.INSTALLED ? "--enable-feature=agent" : "--agent",
                        "--config.file=" + file,
                        "--storage.agent.path=" + root.resolve("agent"),
                        "--web.listen-address=127.0.0.1:" + Http.freePort()));
    }

    private ManagedProcess startMember(List<String> flags, int number) throws IOException {
        List<String> command = new ArrayList<>(flags);
        command.add("-promscrape.cluster.memberNum=" + number);
        command.add("-remoteWrite.label=member=" + number);
        command.add("-remoteWrite.tmpDataPath=" + Files.createDirectory(root.resolve("member" + number)));
        command.add("-httpListenAddr=127.0.0.1:" + Http.freePort());
        return ManagedProcess.start(root, command);
    }

    /** Waits until so many probes succeeded; fails at once when the scraper ends. */
    private static void awaitProbes(ManagedProcess scraper, Prometheus receiver, int series) {
        scraper.awaitReady(
                () -> receiver.query("probe_success{job=\"chat\"} == 1").size() == series);
    }

    private static void assertTold(Prometheus receiver, double seconds) {
        assertThat(receiver.query("probe_timeout_seconds")).isNotEmpty().allMatch(sample -> sample.value() == seconds);
    }
}
