package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.websocketexporter.app.LogLayout.LogFormat;
import dev.websocketexporter.config.LiveConfiguration;
import dev.websocketexporter.server.recording.ExporterMetrics.BuildInfo;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.RequestHead;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand probes at a hundred a second, while the file goes from one good version to a bad one to another good one.
 * The versions differ in everything that a probe shows: a header, the subprotocol, and the status that is a success,
 * which the server gives by the header alone. A probe that took the header of one and anything of the other would fail,
 * or be seen by the server.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ReloadUnderLoadIT {
    private static final int PROBES = 1_000;
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(10);
    private static final Duration BETWEEN_RELOADS = Duration.ofMillis(15);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What the server saw of each probe, by its number. */
    private final Map<String, String> seen = new ConcurrentHashMap<>();

    private final Queue<String> oddities = new ConcurrentLinkedQueue<>();
    private final AtomicInteger reloads = new AtomicInteger();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);

    @TempDir
    private Path directory;

    private ScriptedServer target;
    private Exporter exporter;

    @BeforeEach
    void start() throws Exception {
        Logging.apply(Level.OFF, LogFormat.LOGFMT);
        target = ScriptedServer.plain(this::serve);
        write(Version.A.yaml);
        Flags flags = CommandLineParser.parse("--web.listen-address=127.0.0.1:0", "--config.file=" + file());
        exporter = Exporter.start(
                flags, LiveConfiguration.load(flags.configuration()), null, new BuildInfo("1", "abc", "17"));
    }

    @AfterEach
    void stop() throws IOException {
        clock.shutdownNow();
        exporter.close();
        target.close();
        Logging.apply(Level.INFO, LogFormat.LOGFMT);
    }

    @Test
    void noProbeFailsForAReloadAndNoneMixesTwoVersions() throws Exception {
        ScheduledFuture<?> flips =
                clock.scheduleWithFixedDelay(this::flip, 0, BETWEEN_RELOADS.toMillis(), TimeUnit.MILLISECONDS);
        List<CompletableFuture<Probe>> probes = probeAtAConstantRate();
        for (CompletableFuture<Probe> probe : probes) {
            check(probe.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        flips.cancel(false);

        assertThat(oddities).isEmpty();
        assertThat(probes).hasSize(PROBES);
        assertThat(reloads).hasValueGreaterThan(60);
        Map<String, Long> byVersion =
                seen.values().stream().collect(Collectors.groupingBy(pair -> pair, Collectors.counting()));
        assertThat(byVersion).containsOnlyKeys("a/a", "b/b");
        assertThat(byVersion.values()).allMatch(count -> count > PROBES / 10);
    }

    private List<CompletableFuture<Probe>> probeAtAConstantRate() throws InterruptedException {
        List<CompletableFuture<Probe>> probes = new ArrayList<>();
        CountDownLatch asked = new CountDownLatch(PROBES);
        ScheduledFuture<?> rate = clock.scheduleAtFixedRate(
                () -> {
                    if (asked.getCount() > 0) {
                        probes.add(probe(String.valueOf(asked.getCount())));
                        asked.countDown();
                    }
                },
                0,
                BETWEEN_PROBES.toMillis(),
                TimeUnit.MILLISECONDS);
        assertThat(asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        rate.cancel(false);
        return probes;
    }

    private CompletableFuture<Probe> probe(String number) {
        String url = "ws://127.0.0.1:" + target.port() + "/" + number;
        String query = "/probe?debug=true&module=m&target=" + URLEncoder.encode(url, StandardCharsets.UTF_8);
        return client.sendAsync(request(query).GET().build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> new Probe(number, response.statusCode(), response.body()));
    }

    /** @param text the debug text: log, metrics, module */
    private record Probe(String number, int status, String text) {}

    private void check(Probe probe) {
        String pair = seen.get(probe.number);
        if (probe.status != 200 || pair == null || !probe.text.contains("\nprobe_success 1.0\n")) {
            oddities.add("failed: " + probe);
            return;
        }
        Version version = pair.equals("a/a") ? Version.A : Version.B;
        String module = probe.text.substring(probe.text.indexOf("Module configuration:"));
        if (version.signs.stream().anyMatch(sign -> !module.contains(sign))) {
            oddities.add("sent " + pair + " and shows another module: " + probe);
        }
    }

    private void flip() {
        Version version = Version.values()[reloads.getAndIncrement() % Version.values().length];
        try {
            write(version.yaml);
            HttpResponse<String> response = client.send(
                    request("/-/reload")
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != version.reloadStatus) {
                oddities.add("reload of " + version + ": " + response.statusCode() + " " + response.body());
            }
        } catch (IOException e) {
            oddities.add("reload of " + version + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** In the order in which they take turns. */
    private enum Version {
        B("""
                modules:
                  m:
                    timeout: 31s
                    websocket: {headers: {X-Version: b}, subprotocols: [b], valid_status_codes: [403]}
                """, 200, List.of("timeout: 31s", "X-Version: b", "- b", "- 403")),
        BAD("modules: {m: {timeout: 31}}\n", 500, List.of()),
        A("""
                modules:
                  m:
                    timeout: 30s
                    websocket: {headers: {X-Version: a}, subprotocols: [a]}
                """, 200, List.of("timeout: 30s", "X-Version: a", "- a", "- 101"));

        private final String yaml;
        private final int reloadStatus;

        /** What of it stands in the module that the debug text shows. */
        @SuppressWarnings("ImmutableEnumChecker") // unmodifiable, which the type cannot say
        private final List<String> signs;

        Version(String yaml, int reloadStatus, List<String> signs) {
            this.yaml = yaml;
            this.reloadStatus = reloadStatus;
            this.signs = signs;
        }
    }

    private void serve(Peer peer) throws IOException {
        RequestHead head = peer.readHead();
        String version = head.header("X-Version").orElse("none");
        String number = head.requestLine().split(" ")[1].substring(1);
        String pair = version + "/" + head.header("Sec-WebSocket-Protocol").orElse("none");
        if (seen.put(number, pair) != null) {
            oddities.add("probe " + number + " came twice");
        }
        if (version.equals("b")) {
            peer.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            peer.fin();
            return;
        }
        peer.send(UpgradeAnswer.to(head).with("Sec-WebSocket-Protocol", version).text());
        peer.readFrame();
        peer.sendClose(1000, "");
        peer.fin();
    }

    private HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + exporter.addresses().get(0).getPort() + pathAndQuery))
                .timeout(PATIENCE);
    }

    private Path file() {
        return directory.resolve("config.yml");
    }

    /** At once, as editors and Kubernetes do: half a file is another test's matter. */
    private void write(String yaml) throws IOException {
        Path next = Files.writeString(directory.resolve("next.yml"), yaml);
        Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
    }
}
