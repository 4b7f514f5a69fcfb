package dev.websocketexporter.server.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.EngineSettings;
import dev.websocketexporter.engine.NettyProber;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.server.ExporterServer;
import dev.websocketexporter.server.FakeConfiguration;
import dev.websocketexporter.server.RunningServer;
import dev.websocketexporter.server.recording.ExporterMetrics;
import dev.websocketexporter.server.recording.ExporterMetrics.BuildInfo;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How late the exporter itself ran, as its endpoints report it: on one event loop, by a clock that only the test moves. */
@Timeout(60)
class LatenessIT {
    private static final String LAG = "event loop lag during this probe: ";
    private static final String METRIC = "websocket_exporter_event_loop_lag_seconds";
    private static final Duration BLOCKED = Duration.ofSeconds(2);
    /** Of a scrape timeout of 5.5 s: more than a busy machine needs to come as far as the target. */
    private static final Duration BUDGET = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AtomicLong now = new AtomicLong();
    private final ExporterMetrics metrics = new ExporterMetrics(new BuildInfo("1.2.3", "abc", "17"));
    private final NettyProber prober = new NettyProber(oneLoop());
    private final ExporterServer server = new ExporterServer(
            RunningServer.settings(),
            prober,
            new FakeConfiguration(RunningServer.configuration()),
            metrics,
            now::get,
            RunningServer.CLOCK);
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() {
        server.start();
        server.markReady();
    }

    @AfterEach
    void stop() {
        server.close();
        prober.close();
    }

    @Test
    void answerThatWaitedForABlockedLoopIsToldWithHowLongTheLoopWasBlocked() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        prober.watchLoopLag(metrics::observeEventLoopLag);
        try (ScriptedServer target = ScriptedServer.plain(peer -> {
            String answer = UpgradeAnswer.to(peer.readHead()).text();
            asked.countDown();
            await(blocked);
            peer.send(answer);
            answered.countDown();
            peer.readFrame();
            peer.sendClose(1000, "");
            peer.fin();
        })) {
            CompletableFuture<HttpResponse<String>> debug = getLater(probe(target) + "&debug=true");
            await(asked);
            blockLoop(() -> {
                blocked.countDown();
                await(answered);
                now.addAndGet(BLOCKED.toNanos());
            });
            String text = debug.get().body();
            assertThat(text).contains("probe_success 1");
            // By what had come for it, or by what was due on the loop 10 ms after its beginning, or 100 ms after that.
            assertThat(lagIn(text)).isIn("2 s", "1.99 s", "1.9 s");
            assertThat(text).contains("\nprobe_websocket_duration_seconds{phase=\"processing\",} 2.0\n");
            assertThat(lagIn(get("/logs?target=" + url(target)))).isEqualTo(lagIn(text));
            // That much for what was due while the probe ran, and 1 s for what is due once a second.
            Conditions.await(PATIENCE, () -> List.of("2.99", "2.9").contains(sample(metrics(), "_sum")), this::metrics);
            String metrics = metrics();
            assertThat(sample(metrics, "_bucket{le=\"1.0\",}")).isNotEqualTo(sample(metrics, "_count"));
        }
    }

    /** The work of somebody else's on the loop: what follows the end of another probe. */
    private void blockLoop(Runnable work) throws Exception {
        CountDownLatch listening = new CountDownLatch(1);
        try (ScriptedServer other = ScriptedServer.plain(peer -> {
            peer.readHead();
            await(listening);
            peer.send("HTTP/1.1 404 Not Found\r\n\r\n");
            peer.fin();
        })) {
            Prober.Handle running = prober.start(new ProbeRequest(
                    Target.parse("ws://127.0.0.1:" + other.port() + "/"),
                    ProbeModule.withDefaults("other"),
                    null,
                    TargetPolicy.DEFAULT,
                    Duration.ofSeconds(30)));
            CompletableFuture<Void> done = running.result().thenRun(work).toCompletableFuture();
            listening.countDown();
            done.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void deadlineThatTheLoopCameToLateIsToldByTheProbeThatEndedThere() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (ScriptedServer target = ScriptedServer.plain(peer -> {
            peer.readHead();
            asked.countDown();
            peer.silence();
        })) {
            CompletableFuture<HttpResponse<String>> debug =
                    getLater(probe(target) + "&debug=true", TimeBudget.HEADER, "5.5");
            await(asked);
            now.addAndGet(BUDGET.plus(BLOCKED).toNanos());
            String text = debug.get().body();
            assertThat(text).contains("{phase=\"processing\",reason=\"timeout\",} 1.0");
            assertThat(lagIn(text)).isEqualTo("2 s");
            assertThat(lagIn(get("/logs?target=" + url(target)))).isEqualTo("2 s");
        }
    }

    private static String lagIn(String text) {
        assertThat(text).containsOnlyOnce(LAG);
        String behind = text.substring(text.indexOf(LAG) + LAG.length());
        return behind.substring(0, behind.indexOf(" ("));
    }

    private String metrics() {
        return get("/metrics");
    }

    private static String sample(String metrics, String suffix) {
        String series = METRIC + suffix + " ";
        return metrics.lines()
                .filter(line -> line.startsWith(series))
                .findFirst()
                .orElseThrow()
                .substring(series.length());
    }

    private static String probe(ScriptedServer target) {
        return "/probe?target=" + url(target);
    }

    private static String url(ScriptedServer target) {
        return URLEncoder.encode("ws://127.0.0.1:" + target.port() + "/", StandardCharsets.US_ASCII);
    }

    private String get(String path) {
        return getLater(path).join().body();
    }

    private CompletableFuture<HttpResponse<String>> getLater(String path, String... headers) {
        URI uri = URI.create("http://127.0.0.1:" + server.addresses().get(0).getPort() + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private EngineSettings oneLoop() {
        try {
            EngineSettings machine =
                    EngineSettings.ofThisMachine("lag", ProxyEnvironment.EMPTY, now::get, Clock.systemUTC());
            return new EngineSettings(
                    machine.transport(),
                    machine.tlsEngine(),
                    1,
                    machine.userAgent(),
                    machine.nameServers(),
                    machine.hostsFile(),
                    machine.proxyEnvironment(),
                    machine.ticker(),
                    machine.clock());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("nobody came");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
