package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.e2e.ReadyRows.Failing;
import dev.websocketexporter.e2e.ReadyRows.Working;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The ready modules of {@code config.example.yml}, that very file, against servers of their protocols: what a good one
 * looks like, how a refusal is reported, and how an application that is dead after an upgrade that works.
 */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it waits most of its time, and for its own servers: one test after the other
@Timeout(300)
class ReadyModulesE2eIT {
    private static final Path EXAMPLE = Path.of("config.example.yml").toAbsolutePath();
    private static final Duration SCRAPE_TIMEOUT = Duration.ofSeconds(10);
    /** Of a probe that waits until its time is up: long enough for a machine that is busy with something else. */
    private static final Duration SHORT = Duration.ofMillis(6500);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path directory;

    private static final List<AutoCloseable> RUNNING = new ArrayList<>();
    private static final Map<Failing, CompletableFuture<Samples>> DEAD = new HashMap<>();
    private static ReadyServers servers;
    private static Nginx nginx;
    private static Exporter exporter;
    /** With the same file except for what no test can wait for or no server here has. */
    private static Exporter altered;

    @BeforeAll
    static void start() throws IOException {
        servers = kept(ReadyServers.start(directory));
        TestIdentity root = CertificateRecipe.ca("Root").selfSigned();
        TestIdentity identity = CertificateRecipe.leaf("localhost").signedBy(root);
        List<Nginx.Server> fronts =
                List.of(Nginx.Server.of(identity, "proxy_read_timeout 1s;"), Nginx.Server.of(identity));
        int echo = URI.create(servers.url("echo")).getPort();
        nginx = kept(Nginx.inFrontOf(echo, fronts, Files.createDirectory(directory.resolve("nginx"))));
        exporter = kept(Exporter.start(directory, "--config.file=" + EXAMPLE));
        Path ca = Files.writeString(directory.resolve("root.pem"), root.certificatePem());
        Path file = Files.writeString(directory.resolve("altered.yml"), altered(ca));
        altered = kept(Exporter.start(directory, "--config.file=" + file));
        ReadyRows.DEAD.forEach(row -> DEAD.put(row, waiting(row)));
    }

    /** All of them at once, while other tests run. */
    private static CompletableFuture<Samples> waiting(Failing row) {
        return CompletableFuture.supplyAsync(
                () -> probe(exporter, row.module(), servers.url(row.server()), SHORT),
                task -> new Thread(task, "probe-" + row.module()).start());
    }

    /** The hold shorter, with the root of this test's certificates; and a virtual host that there is not. */
    private static String altered(Path ca) throws IOException {
        String hold = "    websocket:\n      hold: 25s\n";
        String example = Files.readString(EXAMPLE);
        assertThat(example).containsOnlyOnce(hold).containsOnlyOnce("\\nhost:/\\n");
        return example.replace(
                        hold,
                        "    websocket:\n      hold: 2s\n      http_config: {tls_config: {ca_file: " + ca + "}}\n")
                .replace("\\nhost:/\\n", "\\nhost:/nowhere\\n");
    }

    private static <T extends AutoCloseable> T kept(T running) {
        RUNNING.add(0, running);
        return running;
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable running : RUNNING) {
            running.close();
        }
    }

    static List<Working> working() {
        return ReadyRows.WORKING;
    }

    static List<Failing> refusing() {
        return ReadyRows.REFUSING;
    }

    static List<Failing> dead() {
        return ReadyRows.DEAD;
    }

    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @MethodSource("working")
    void aGoodServerSucceedsInEveryStep(Working row) {
        Samples samples = probe(exporter, row.module(), servers.url(row.server()), SCRAPE_TIMEOUT);

        assertThat(samples.failure())
                .as(() -> logs(exporter, row.module(), row.server()))
                .isEmpty();
        assertThat(samples.value("probe_success")).isEqualTo(1);
        assertThat(samples.named("probe_websocket_step_duration_seconds"))
                .extracting(sample -> sample.label("step"))
                .containsExactlyElementsOf(row.steps());
        assertThat(samples.labelled("probe_websocket_messages", "direction", "sent"))
                .isEqualTo(row.sent());
        assertThat(samples.labelled("probe_websocket_messages", "direction", "received"))
                .isEqualTo(row.received());
        assertThat(samples.named("probe_websocket_subprotocol_info"))
                .extracting(sample -> sample.label("subprotocol"))
                .containsExactlyElementsOf(row.subprotocol().stream().toList());
        assertThat(samples.named("probe_expect_info"))
                .extracting(Samples.Sample::labels)
                .containsExactlyElementsOf(row.labels().isEmpty() ? List.of() : List.of(row.labels()));
        assertThat(samples.named("probe_websocket_failed_step")).isEmpty();
    }

    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @MethodSource("refusing")
    void aRefusalIsToldWithItsStep(Failing row) {
        Exporter asked = row.altered() ? altered : exporter;
        assertFailed(row, asked, probe(asked, row.module(), servers.url(row.server()), SCRAPE_TIMEOUT));
    }

    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @MethodSource("dead")
    void aDeadApplicationBehindALiveUpgradeIsTold(Failing row) {
        Samples samples = DEAD.get(row).join();

        assertFailed(row, exporter, samples);
        assertThat(samples.value("probe_websocket_connection_upgraded")).isEqualTo(1);
    }

    private static void assertFailed(Failing row, Exporter asked, Samples samples) {
        String logs = logs(asked, row.module(), row.server());
        assertThat(samples.failure()).as(logs).isEqualTo(row.failure());
        assertThat(samples.value("probe_success")).isZero();
        assertThat(samples.named("probe_websocket_failed_step"))
                .as(logs)
                .extracting(Samples.Sample::value)
                .containsExactlyElementsOf(Stream.of(row.step())
                        .filter(step -> step > 0)
                        .map(Integer::doubleValue)
                        .toList());
        assertThat(logs).contains(row.told());
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void pingsAreTimed() {
        Samples samples = probe(exporter, "ping", servers.url("echo"), SCRAPE_TIMEOUT);

        assertThat(samples.failure()).as(() -> logs(exporter, "ping", "echo")).isEmpty();
        assertThat(samples.value("probe_websocket_pings_sent")).isEqualTo(3);
        assertThat(samples.value("probe_websocket_pongs_received")).isEqualTo(3);
        assertThat(samples.value("probe_websocket_health_status")).isEqualTo(1);
        assertThat(samples.labelled("probe_websocket_ping_rtt_seconds", "stat", "min"))
                .isPositive();
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void anIdleConnectionIsCutByAProxyThatDoesNotWait() {
        Samples cut = probe(altered, "idle", "wss://localhost:" + nginx.port(0) + "/upgraded", SCRAPE_TIMEOUT);
        Samples kept = probe(altered, "idle", "wss://localhost:" + nginx.port(1) + "/upgraded", SCRAPE_TIMEOUT);

        assertThat(cut.failure()).as("%s", cut).isEqualTo("transfer/connection_closed");
        assertThat(cut.labelled("probe_websocket_duration_seconds", "phase", "transfer"))
                .isBetween(0.9, 2.0);
        assertThat(kept.failure()).as("%s", kept).isEmpty();
        assertThat(kept.labelled("probe_websocket_duration_seconds", "phase", "transfer"))
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void aFailureIsConfirmedByMoreTries() throws IOException {
        Samples failing = probe(exporter, "confirmed", "ws://127.0.0.1:" + Http.freePort() + "/", SCRAPE_TIMEOUT);
        Samples working = probe(exporter, "confirmed", servers.url("echo"), SCRAPE_TIMEOUT);

        assertThat(failing.failure()).isEqualTo("connect/connection_refused");
        assertThat(failing.value("probe_websocket_attempts")).isEqualTo(3);
        assertThat(working.failure()).as("%s", working).isEmpty();
        assertThat(working.value("probe_websocket_attempts")).isEqualTo(1);
    }

    /** A module is either played against a real server here, or its comment says that it is not. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void eachReadyModuleIsTestedOrSaysThatItIsNot() throws IOException {
        String example = Files.readString(EXAMPLE);
        String ready =
                example.substring(example.indexOf("# ---- Ready modules"), example.indexOf("# ---- Ways to auth"));
        Map<String, String> comments = new HashMap<>();
        Pattern.compile("(?m)((?:^  # .*\n)+)^  (\\w+):$")
                .matcher(ready)
                .results()
                .forEach(module -> comments.put(module.group(2), module.group(1)));

        assertThat(comments).hasSizeGreaterThan(30);
        comments.forEach((module, comment) -> assertThat(comment)
                .as(module)
                .contains("# target: ", tested(module) ? "Tested" : "Not tested against a real server."));
        String reference = Files.readString(Path.of("docs/configuration.md"));
        assertThat(comments.keySet())
                .allSatisfy(module -> assertThat(reference)
                        .containsPattern("(?m)^\\| `" + module + "` \\|.*\\| "
                                + (tested(module) ? "(?!not tested)" : "not tested against a real server")));
        assertThat(comments.keySet())
                .filteredOn(module -> !tested(module))
                .containsExactlyInAnyOrder("phoenix", "kubernetes", "home_assistant");
    }

    /** Here, or by {@link ServersE2eIT}. */
    private static boolean tested(String module) {
        return ReadyRows.tested(module)
                || ServerTable.read().stream()
                        .anyMatch(row -> row.isPlayed() && row.module().equals(Optional.of(module)));
    }

    private static Samples probe(Exporter asked, String module, String url, Duration timeout) {
        try {
            String path = "/probe?module=" + module + "&target=" + Http.encode(url);
            return Samples.of(Http.scrape("http://127.0.0.1:" + asked.port() + path, timeout)
                    .body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The debug text of the last probe. */
    private static String logs(Exporter asked, String module, String server) {
        try {
            return asked.get("/logs?module=" + module + "&target=" + Http.encode(servers.url(server)))
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
