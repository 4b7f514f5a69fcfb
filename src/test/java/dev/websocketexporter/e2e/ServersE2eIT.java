package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.e2e.ServerRow.Broken;
import dev.websocketexporter.testkit.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every server of {@code docs/servers.yml} that can be had: its module succeeds, and what goes wrong with it is told by
 * the right reason and in words that lead to the cause. {@code -Dservers=all} plays the long tail too.
 */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it waits most of its time, and for its own servers: one test after the other
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServersE2eIT {
    private static final Path EXAMPLE = Path.of("config.example.yml").toAbsolutePath();
    private static final Duration SCRAPE_TIMEOUT = Duration.ofSeconds(10);
    private static final String TIMEOUT = "6s";
    static final int FEWEST_IN_THE_BUILD = 30;

    /** Names of a row's {@code success}, and how the answer says it. */
    private static final Map<String, String> FIGURES = Map.of(
            "close_code", "probe_websocket_close_code",
            "health", "probe_websocket_health_status",
            "pongs", "probe_websocket_pongs_received",
            "closed_by_server", "probe_websocket_closed_by_server");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path directory;

    private static final boolean ALL = "all".equals(System.getProperty("servers"));

    private static ServerFleet fleet;
    private static Exporter exporter;

    @BeforeAll
    static void start() throws IOException {
        fleet = ServerFleet.start(Files.createDirectory(directory.resolve("fleet")), ALL);
        Path file = Files.writeString(directory.resolve("servers.yml"), configuration());
        exporter = Exporter.start(directory, "--config.file=" + file);
    }

    @AfterAll
    static void stop() {
        if (exporter != null) {
            exporter.close();
        }
        if (fleet != null) {
            fleet.close();
        }
    }

    static Map<String, Object> exampleModules() throws IOException {
        return ServerTable.map(
                ServerTable.map(ServerTable.yaml(Files.readString(EXAMPLE))).get("modules"));
    }

    /** The example with a module more for each row that has settings of its own and runs here. */
    private static String configuration() throws IOException {
        StringBuilder modules = new StringBuilder("\nmodules:\n");
        for (ServerRow row : played()) {
            String origin = fleet.origin(row);
            append(modules, row.open(), open(row), origin);
            if (row.module().isEmpty()) {
                append(modules, row.played(), row.settings(), origin);
            }
            for (Broken broken : row.broken()) {
                broken.settings().ifPresent(settings -> append(modules, row.played(broken), settings, origin));
            }
        }
        String example = Files.readString(EXAMPLE);
        assertThat(example).containsOnlyOnce("\nmodules:\n");
        return example.replace("\nmodules:\n", modules);
    }

    /** Its way to be kept open, without anything said. */
    private static Map<String, Object> open(ServerRow row) throws IOException {
        Map<String, Object> settings = new LinkedHashMap<>(
                row.module().isPresent()
                        ? ServerTable.map(ServerTable.map(
                                        exampleModules().get(row.module().get()))
                                .get("websocket"))
                        : row.settings());
        settings.keySet().removeAll(List.of("query_response", "heartbeat", "hold", "settle", "close"));
        if (row.accept().equals(ServerRow.NO_PING) || row.accept().equals(ServerRow.CLOSES)) {
            settings.put("settle", "200ms");
        } else {
            settings.put("heartbeat", Map.of("pings", 2, "interval", "50ms", "timeout", "5s", "accept", row.accept()));
            settings.put("hold", "100ms");
        }
        return settings;
    }

    private static void append(StringBuilder modules, String name, Map<String, Object> settings, String origin) {
        String module = ServersPage.flow(Map.of("timeout", TIMEOUT, "websocket", settings));
        modules.append("  " + name + ": " + module.replace("https://HOST", origin) + "\n");
    }

    static List<ServerRow> played() {
        return ServerTable.read().stream()
                .filter(row -> !row.fleet().equals(ServerRow.READY))
                .filter(row -> row.tested().equals(ServerRow.BUILD) || (ALL && row.isPlayed()))
                .toList();
    }

    static Stream<Arguments> brokenVariants() {
        return played().stream().flatMap(row -> row.broken().stream().map(broken -> Arguments.of(row, broken)));
    }

    @ParameterizedTest(name = "{0}")
    @Execution(ExecutionMode.SAME_THREAD)
    @MethodSource("played")
    @Order(1)
    void theRecommendedModuleFindsItHealthy(ServerRow row) {
        Samples samples = probe(row.played(), fleet.url(row));

        assertThat(samples.failure())
                .as(() -> logs(row.played(), fleet.url(row)))
                .isEmpty();
        assertThat(samples.value("probe_success")).isEqualTo(1);
        assertThat(samples.named("probe_websocket_health_status"))
                .allSatisfy(health -> assertThat(health.value()).isEqualTo(1));
        row.success().forEach((name, value) -> assertReported(samples, name, value));
    }

    private static void assertReported(Samples samples, String name, Object value) {
        if (name.equals("subprotocol")) {
            assertThat(samples.only("probe_websocket_subprotocol_info").label(name))
                    .isEqualTo(value);
        } else {
            assertThat(FIGURES).containsKey(name);
            assertThat(samples.value(FIGURES.get(name))).as(name).isEqualTo(((Number) value).doubleValue());
        }
    }

    @ParameterizedTest(name = "{0}")
    @Execution(ExecutionMode.SAME_THREAD)
    @MethodSource("played")
    @Order(1)
    void itsConnectionCanBeKeptOpenAndFoundHealthy(ServerRow row) {
        Samples samples = probe(row.open(), fleet.url(row));

        boolean closes = row.accept().equals(ServerRow.CLOSES);
        boolean pinged = !closes && !row.accept().equals(ServerRow.NO_PING);
        assertThat(samples.failure())
                .as(() -> logs(row.open(), fleet.url(row)))
                .isEqualTo(closes ? "transfer/closed_by_peer" : "");
        assertThat(samples.named("probe_websocket_health_status"))
                .allSatisfy(health -> assertThat(health.value()).isEqualTo(1))
                .hasSize(pinged ? 1 : 0);
    }

    /** Otherwise a machine on which nothing can be had would pass. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    @Order(1)
    void enoughOfThemRunWhereEverythingIsInstalled() {
        Programs.skipUnless(Boolean.parseBoolean(System.getenv("CI")), "a developer's machine need not have them");
        assertThat(played().stream().filter(fleet::runs)).hasSizeGreaterThanOrEqualTo(FEWEST_IN_THE_BUILD);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @Execution(ExecutionMode.SAME_THREAD)
    @MethodSource("brokenVariants")
    @Order(2)
    void whatIsWrongIsTold(ServerRow row, Broken broken) {
        String there = fleet.url(row, broken.at().orElse(row.id()));
        String url = broken.path()
                .map(path -> URI.create(there).resolve(path).toString())
                .orElse(there);
        Samples samples = probe(row.played(broken), url);
        String log = logs(row.played(broken), url);

        assertThat(samples.failure()).as(log).isEqualTo(broken.failure());
        // The words of phase and reason are no detail.
        String failed = "probe failed in phase " + broken.failure().replace("/", ": ") + ": ";
        String detail = log.lines()
                .filter(line -> line.contains(failed))
                .map(line -> line.substring(line.indexOf(failed) + failed.length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(log));
        assertThat(detail).contains(broken.told());
    }

    @ParameterizedTest(name = "{0}")
    @Execution(ExecutionMode.SAME_THREAD)
    @MethodSource("played")
    @Order(3)
    void aServerThatWasStoppedRefusesTheConnection(ServerRow row) {
        String url = fleet.url(row);
        fleet.close();

        assertThat(probe(row.played(), url).failure()).isEqualTo("connect/connection_refused");
    }

    private static Samples probe(String module, String url) {
        try {
            String path = "/probe?module=" + module + "&target=" + Http.encode(url);
            return Samples.of(Http.scrape("http://127.0.0.1:" + exporter.port() + path, SCRAPE_TIMEOUT)
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The debug text of the last probe. */
    private static String logs(String module, String url) {
        try {
            return exporter.get("/logs?module=" + module + "&target=" + Http.encode(url))
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
