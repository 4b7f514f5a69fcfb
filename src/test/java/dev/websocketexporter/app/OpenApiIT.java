package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.websocketexporter.config.ConfigurationSource;
import dev.websocketexporter.engine.EngineSettings;
import dev.websocketexporter.engine.NettyProber;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.server.Conditions;
import dev.websocketexporter.server.ExporterServer;
import dev.websocketexporter.server.FakeConfiguration;
import dev.websocketexporter.server.RunningServer;
import dev.websocketexporter.server.recording.ExporterMetrics;
import dev.websocketexporter.server.recording.ExporterMetrics.BuildInfo;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.CrlRecipe;
import dev.websocketexporter.testkit.FakeWatch;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ReceivedFrame;
import dev.websocketexporter.testkit.RequestHead;
import dev.websocketexporter.testkit.SampleFigures;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.StapleRecipe;
import dev.websocketexporter.testkit.StaplingServer;
import dev.websocketexporter.testkit.TestIdentity;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The description of the API and its answers, about probes of real servers, are the same. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OpenApiIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "/api/v1";
    private static final String MODULES = """
            modules:
              websocket: {timeout: 5s}
              patient: {params: [origin], websocket: {close: {timeout: 100ms}}}
              every: {websocket: {addresses: all}}
              trusting: {websocket: {http_config: {tls_config: {ca_file: ca.pem}}}}
              checking: {websocket: {http_config: {tls_config: {ca_file: ca.pem, crl_check: true}}}}
              chat:
                timeout: 10s
                websocket:
                  subprotocols: [chat.v2]
                  headers: {X-Api-Key: {secrets: [hush]}}
                  http_config: {follow_redirects: true}
                  query_response:
                    - {name: hello, send: "hi"}
                    - {expect: "you said (.*)", labels: [{name: said, value: "${1}"}]}
                  heartbeat: {pings: 2, interval: 10ms}
            target_policy: {deny: [192.0.2.0/24, "*.forbidden.test"]}
            """;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private final FakeWatch watch = FakeWatch.none();
    private final List<String> origins = new CopyOnWriteArrayList<>();
    private final TestIdentity authority = CertificateRecipe.ca("Example CA").selfSigned();

    @TempDir
    private Path directory;

    private String base;
    private OpenApiDescription description;

    @Test
    void everyAnswerIsAsDescribedAndEveryDescribedAnswerIsGiven() throws Exception {
        TestIdentity good = CertificateRecipe.leaf("localhost")
                .names("localhost", "127.0.0.1")
                .signedBy(authority);
        TestIdentity expired = CertificateRecipe.leaf("localhost")
                .validUntil(Instant.parse("2021-01-01T00:00:00Z"))
                .signedBy(authority);
        Files.writeString(directory.resolve("ca.pem"), authority.certificatePem());
        Path file = Files.writeString(directory.resolve("config.yml"), MODULES);
        FakeConfiguration configuration =
                new FakeConfiguration(new ConfigurationSource(file, EngineSettings.tlsVersions())
                        .load()
                        .configuration());
        ExporterMetrics metrics = new ExporterMetrics(new BuildInfo("1", "abc", "17"));
        metrics.configurationLoaded(
                configuration.get().modules().keySet(), Clock.systemUTC().instant());
        try (NettyProber prober = new NettyProber(EngineSettings.ofThisMachine(
                        "test", ProxyEnvironment.EMPTY, Ticker.system(), Clock.systemUTC()));
                ExporterServer server = new ExporterServer(
                        RunningServer.withConcurrency(RunningServer.settings(), 1),
                        prober,
                        configuration,
                        null,
                        watch,
                        metrics,
                        Ticker.system(),
                        Clock.systemUTC());
                ScriptedServer plain = ScriptedServer.plain(this::serve);
                StaplingServer stapling = StaplingServer.of(good)
                        .staple(StapleRecipe.good(good).signedBy(authority))
                        .start();
                StaplingServer listed =
                        StaplingServer.of(listedAt(plain.port())).start();
                StaplingServer old = StaplingServer.of(expired).start()) {
            server.start();
            server.markReady();
            base = "http://127.0.0.1:" + server.addresses().get(0).getPort();
            description = new OpenApiDescription(get(API + "/openapi.json").body());

            String ws = "ws://127.0.0.1:" + plain.port();
            JsonNode chat = probe(ws + "/moved?token=hush", "chat");
            assertThat(chat.at("/success").asBoolean())
                    .as(chat.toPrettyString())
                    .isTrue();
            assertThat(members(chat))
                    .containsExactlyInAnyOrder(
                            "id",
                            "key",
                            "time",
                            "target",
                            "module",
                            "success",
                            "outcome",
                            "duration_seconds",
                            "timeout_seconds",
                            "overhead_seconds",
                            "attempts",
                            "phases",
                            "address",
                            "upgrade",
                            "conversation",
                            "heartbeat",
                            "close",
                            "log");
            assertThat(chat.at("/upgrade/redirects").asInt()).isEqualTo(1);
            assertThat(chat.at("/upgrade/http_version").asText()).isEqualTo("1.1");
            assertThat(chat.at("/conversation/exchange")).hasSizeGreaterThan(3);
            assertThat(chat.toString()).doesNotContain("hush");
            JsonNode tls = probe("wss://localhost:" + stapling.port() + "/", "trusting");
            assertThat(tls.at("/success").asBoolean()).as(tls.toPrettyString()).isTrue();
            assertThat(tls.at("/tls/alpn").asText()).isEqualTo("http/1.1");
            assertThat(tls.at("/tls/ocsp/status").asText()).isEqualTo("good");
            assertThat(tls.at("/tls/verified_chain_expiry").asText()).isNotEmpty();
            JsonNode unlisted = probe("wss://localhost:" + stapling.port() + "/", "checking");
            assertThat(unlisted.at("/tls/crl/flaw").asText())
                    .as(unlisted.toPrettyString())
                    .isNotEmpty();
            assertThat(unlisted.at("/tls/crl/revoked").isMissingNode()).isTrue();
            JsonNode checked = probe("wss://localhost:" + listed.port() + "/", "checking");
            assertThat(checked.at("/tls/crl/revoked").isBoolean())
                    .as(checked.toPrettyString())
                    .isTrue();
            assertThat(checked.at("/tls/crl/revoked").asBoolean()).isFalse();
            assertThat(checked.at("/tls/crl/next_update").asText()).isNotEmpty();
            JsonNode bad = probe("wss://localhost:" + old.port() + "/", "trusting");
            assertThat(bad.at("/failure/reason").asText()).isEqualTo("certificate_expired");
            assertThat(bad.at("/tls/chain")).isNotEmpty();
            JsonNode refused = probe(ws + "/refused", "websocket");
            assertThat(refused.at("/upgrade/body").asText()).isEqualTo("not for you");
            probe("ws://nowhere.invalid/", "websocket");
            JsonNode every = probe(ws + "/", "every");
            assertThat(every.at("/addresses/found").asInt()).isEqualTo(1);
            assertThat(every.at("/addresses/probed/0/ip").asText()).isEqualTo("127.0.0.1");
            assertThat(every.at("/addresses/probed/0/success").asBoolean()).isTrue();

            check("GET", "/probe", 400);
            check("GET", "/probe?target=ws://a.forbidden.test", 403);
            check("GET", "/probe?target=ws://192.0.2.1", 403);
            untilNoProbeRuns();
            post("application/json", "{\"target\": \"" + ws + "/\", \"module\": \"patient\"}", 200);
            untilNoProbeRuns();
            post(
                    "application/json",
                    "{\"target\": \"" + ws + "/\", \"module\": \"patient\", \"param_origin\": \"https://b.test\"}",
                    200);
            assertThat(origins).containsExactly("https://b.test");
            post("application/json", "{}", 400);
            post("application/json", "{\"target\": \"ws://a.forbidden.test\"}", 403);
            post("text/plain", "{}", 415);
            post("application/json", " ".repeat(20_000), 413);
            whileAProbeHangs(ws, () -> {
                check("GET", "/probe?target=" + encoded(ws), 503);
                post("application/json", "{\"target\": \"" + ws + "\"}", 503);
            });
            check("GET", "/watch", 404);
            watch.show(SampleFigures.feed(), SampleFigures.refused());
            for (String list :
                    new String[] {"/probes", "/probes/1", "/targets", "/watch", "/modules", "/openapi.json"}) {
                String tag =
                        check("GET", list, 200).headers().firstValue("ETag").orElseThrow();
                check("GET", list, 304, "If-None-Match", tag);
                check("GET", list + "?oops=1", 400);
            }
            check("GET", "/probes/x", 400);
            check("GET", "/probes/999", 404);
            assertThat(JSON.readTree(get(API + "/targets").body())).hasSizeGreaterThan(5);
        } finally {
            hanging.countDown();
        }
        assertThat(description.answered()).containsAll(description.promised());
    }

    private TestIdentity listedAt(int port) {
        return CertificateRecipe.leaf("localhost")
                .names("localhost", "127.0.0.1")
                .plain(Extension.cRLDistributionPoints, CrlRecipe.at("http://127.0.0.1:" + port + "/a.crl"))
                .signedBy(authority);
    }

    private static Set<String> members(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private JsonNode probe(String target, String module) throws Exception {
        untilNoProbeRuns();
        return JSON.readTree(check("GET", "/probe?module=" + module + "&target=" + encoded(target), 200)
                .body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpResponse<String> check(String method, String path, int status, String... headers) throws Exception {
        HttpRequest.Builder request = request(API + path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return checked(method, path, status, request.method(method, BodyPublishers.noBody()));
    }

    private void post(String type, String body, int status) throws Exception {
        checked(
                "POST",
                "/probe",
                status,
                request(API + "/probe").header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> checked(String method, String path, int status, HttpRequest.Builder request)
            throws Exception {
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, path, answer.body())
                .isEqualTo(status);
        assertThat(description.mistakesIn(method, path.replaceFirst("\\?.*", ""), answer))
                .as("%s %s: %s", method, path, answer.body())
                .isEmpty();
        return answer;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(20));
    }

    /** What is done meanwhile. */
    private interface Meanwhile {
        void run() throws Exception;
    }

    /** A probe has its place until its connection is closed, which can be after its answer. */
    private void untilNoProbeRuns() throws Exception {
        Conditions.until(() -> get("/metrics").body().contains("\nwebsocket_exporter_probes_in_flight 0.0\n"));
    }

    private void whileAProbeHangs(String ws, Meanwhile meanwhile) throws Exception {
        untilNoProbeRuns();
        CompletableFuture<HttpResponse<String>> hangs = client.sendAsync(
                request(API + "/probe?target=" + encoded(ws + "/hang")).build(), BodyHandlers.ofString());
        Conditions.until(() -> get("/metrics").body().contains("\nwebsocket_exporter_probes_in_flight 1.0\n"));
        meanwhile.run();
        hanging.countDown();
        assertThat(hangs.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    private void serve(Peer peer) throws IOException {
        RequestHead head = peer.readHead();
        origins.addAll(head.headers("Origin"));
        String path = head.requestLine().split(" ")[1];
        if (path.startsWith("/moved")) {
            peer.send("HTTP/1.1 302 Found\r\nLocation: /chat?token=hush\r\nContent-Length: 0\r\n\r\n");
        } else if (path.equals("/a.crl")) {
            byte[] list = CrlRecipe.of(authority).der();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + list.length + "\r\nConnection: close\r\n\r\n");
            peer.send(list);
        } else if (path.equals("/refused")) {
            peer.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 11\r\n\r\nnot for you");
        } else {
            if (path.equals("/hang")) {
                awaitEnd();
            }
            talk(peer, head);
        }
        peer.fin();
    }

    private void awaitEnd() {
        try {
            hanging.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void talk(Peer peer, RequestHead head) throws IOException {
        UpgradeAnswer answer = UpgradeAnswer.to(head);
        boolean offered = !head.headers("Sec-WebSocket-Protocol").isEmpty();
        peer.send((offered ? answer.with("Sec-WebSocket-Protocol", "chat.v2") : answer).text());
        ReceivedFrame frame = peer.readFrame();
        while (!frame.isClose()) {
            if (frame.opcode() == 1) {
                peer.sendFrame(
                        1,
                        ("you said " + new String(frame.payload(), StandardCharsets.UTF_8))
                                .getBytes(StandardCharsets.UTF_8));
            } else {
                peer.sendFrame(10, frame.payload());
            }
            frame = peer.readFrame();
        }
        peer.sendClose(1000, "bye");
    }
}
