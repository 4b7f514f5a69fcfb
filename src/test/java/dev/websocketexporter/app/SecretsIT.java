package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.websocketexporter.app.LogLayout.LogFormat;
import dev.websocketexporter.app.SecretPlaces.Place;
import dev.websocketexporter.app.SecretPlaces.World;
import dev.websocketexporter.config.Configuration;
import dev.websocketexporter.config.ReloadResult;
import dev.websocketexporter.engine.EngineSettings;
import dev.websocketexporter.engine.NettyProber;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.server.ExporterServer;
import dev.websocketexporter.server.ListenAddress;
import dev.websocketexporter.server.ReloadableConfiguration;
import dev.websocketexporter.server.ServerSettings;
import dev.websocketexporter.server.recording.ExporterMetrics;
import dev.websocketexporter.server.recording.ExporterMetrics.BuildInfo;
import dev.websocketexporter.server.recording.ProberLogging;
import dev.websocketexporter.testkit.CapturedLog;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ReceivedFrame;
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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A marker stands in one place where a secret can stand; nothing that leaves the process but the wire shows it. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SecretsIT {
    private static final List<String> FORMS = forms();

    private final Queue<String> heads = new ConcurrentLinkedQueue<>();
    private final List<String> shown = new ArrayList<>();
    private final ExporterMetrics metrics = new ExporterMetrics(new BuildInfo("1", "abc", "17"));
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path directory;

    private ScriptedServer world;
    private NettyProber prober;
    private CapturedLog log;

    @BeforeEach
    void start() throws Exception {
        Logging.apply(Level.DEBUG, LogFormat.LOGFMT);
        ((LoggerContext) org.slf4j.LoggerFactory.getILoggerFactory())
                .getLogger("ROOT")
                .detachAndStopAllAppenders();
        log = CapturedLog.of("ROOT");
        world = ScriptedServer.plain(this::serve);
        prober = new NettyProber(
                EngineSettings.ofThisMachine("test", ProxyEnvironment.EMPTY, Ticker.system(), Clock.systemUTC()));
    }

    @AfterEach
    void stop() throws IOException {
        prober.close();
        world.close();
        log.close();
        Logging.apply(Level.INFO, LogFormat.LOGFMT);
    }

    static Stream<Place> places() {
        return SecretPlaces.all().stream();
    }

    @ParameterizedTest
    @MethodSource("places")
    void secretIsSentAndNowhereShown(Place place) throws Exception {
        visitEverything(place, place.pathAndQuery());

        assertThat(String.join("\n", heads).contains(SecretPlaces.MARKER) || inBase64(String.join("\n", heads)))
                .as("sent to a server")
                .isEqualTo(place.onTheWire());
        assertNothingShown();
    }

    @ParameterizedTest
    @MethodSource("places")
    void failureShowsNoSecret(Place place) throws Exception {
        String query =
                place.pathAndQuery().startsWith("/chat") ? place.pathAndQuery().substring(5) : "";
        visitEverything(place, "/refused" + query);

        assertNothingShown();
    }

    private void visitEverything(Place place, String pathAndQuery) throws Exception {
        Configuration configuration = new Configuration(
                Map.of("m", place.module().apply(new World(world.port(), directory))),
                new TargetPolicy(List.of(), List.of()));
        shown.add(configuration.toString());
        try (ExporterServer server = new ExporterServer(
                settings(), prober, fixed(configuration), metrics, Ticker.system(), Clock.systemUTC())) {
            metrics.configurationLoaded(
                    configuration.modules().keySet(), Clock.systemUTC().instant());
            server.start();
            server.markReady();
            String base = "http://127.0.0.1:" + server.addresses().get(0).getPort();
            String target = URLEncoder.encode("ws://127.0.0.1:" + world.port() + pathAndQuery, StandardCharsets.UTF_8);
            see(200, base + "/probe?module=m&target=" + target);
            see(200, base + "/probe?module=m&debug=true&target=" + target);
            see(200, base + "/logs?id=1");
            see(200, base + "/logs?target=" + target);
            see(200, base + "/config");
            see(200, base + "/api/v1/probe?module=m&target=" + target);
            see(200, base + "/api/v1/probes");
            see(200, base + "/api/v1/probes?module=m&target=" + target);
            see(200, base + "/api/v1/probes/1");
            see(200, base + "/api/v1/targets");
            see(200, base + "/api/v1/modules");
            see(400, base + "/api/v1/probe?module=none&target=" + target);
            see(400, base + "/api/v1/probes?target=ftp" + target.substring(2));
            see(200, base + "/metrics");
            see(200, base + "/");
            see(400, base + "/probe?module=none&target=" + target);
            see(400, base + "/probe?module=m&target=ftp" + target.substring(2));
            see(404, base + "/logs?module=none&target=" + target);
        }
        for (LogFormat format : LogFormat.values()) {
            LogLayout layout = new LogLayout(format, Level.DEBUG);
            log.events().forEach(event -> shown.add(layout.doLayout(event)));
        }
        assertThat(log.events()).as("lines of the probes in the log").hasSizeGreaterThan(10);
    }

    private void see(int status, String url) throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as("%s: %s", url, response.body()).isEqualTo(status);
        shown.add(response.headers().map() + "\n" + response.body());
    }

    private void assertNothingShown() {
        assertThat(shown).allSatisfy(text -> assertThat(text).doesNotContain(SecretPlaces.MARKER));
        assertThat(shown).noneMatch(SecretsIT::inBase64);
        assertThat(shown).allSatisfy(text -> assertThat(text).doesNotContain(FORMS));
    }

    /** As basic authentication has it: with a user name before it, or with a password after it. */
    private static boolean inBase64(String text) {
        return Stream.of(
                        "joe:" + SecretPlaces.MARKER,
                        "me:" + SecretPlaces.MARKER,
                        SecretPlaces.MARKER + ":",
                        SecretPlaces.MARKER)
                .map(secret ->
                        Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(StandardCharsets.UTF_8)))
                .map(encoded -> encoded.substring(0, encoded.length() - 1))
                .anyMatch(text::contains);
    }

    /** What a server may make of a text that it repeats; only of the secrets in it, which are no longer than they are. */
    private static String forms(String echo) {
        if (!echo.contains(SecretPlaces.MARKER)) {
            return "none";
        }
        return String.join(" ", FORMS);
    }

    private static List<String> forms() {
        byte[] marker = SecretPlaces.MARKER.getBytes(StandardCharsets.UTF_8);
        String percent = SecretPlaces.MARKER.replace("-", "%2d").replace("k", "%6B");
        return List.of(
                HexFormat.of().formatHex(marker),
                HexFormat.of().withUpperCase().formatHex(marker),
                percent,
                SecretPlaces.MARKER.replace("-", "\\u002d"),
                Base64.getEncoder().encodeToString(marker),
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(("a:" + SecretPlaces.MARKER).getBytes(StandardCharsets.UTF_8)));
    }

    private static ServerSettings settings() {
        return new ServerSettings(
                List.of(ListenAddress.parse("127.0.0.1:0")),
                null,
                "",
                false,
                100,
                Duration.ofMillis(500),
                10,
                ProberLogging.DEBUG);
    }

    private static ReloadableConfiguration fixed(Configuration configuration) {
        return new ReloadableConfiguration() {
            @Override
            public Configuration get() {
                return configuration;
            }

            @Override
            public CompletionStage<ReloadResult> reload() {
                return CompletableFuture.completedFuture(new ReloadResult.NothingToReload());
            }
        };
    }

    /** Target, HTTP proxy and token server in one. */
    private void serve(Peer peer) throws IOException {
        RequestHead head = heard(peer);
        if (head.requestLine().startsWith("POST /token")) {
            String token = "{\"access_token\":\"" + SecretPlaces.MARKER + "\",\"token_type\":\"Bearer\"}";
            peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + token.length()
                    + "\r\nConnection: close\r\n\r\n" + token);
            peer.fin();
            return;
        }
        if (head.requestLine().startsWith("CONNECT ")) {
            peer.send("HTTP/1.1 200 OK\r\n\r\n");
            head = heard(peer);
        }
        answer(peer, head);
        peer.fin();
    }

    private RequestHead heard(Peer peer) throws IOException {
        RequestHead head = peer.readHead();
        heads.add(String.join("\n", head.lines()));
        return head;
    }

    private void answer(Peer peer, RequestHead head) throws IOException {
        String path = head.requestLine().split(" ")[1];
        String hush = SecretPlaces.MARKER;
        if (path.startsWith("/moved")) {
            peer.send("HTTP/1.1 302 Found\r\nLocation: ws://127.0.0.1:" + world.port() + "/chat?token=" + hush
                    + "\r\nContent-Length: 0\r\n\r\n");
        } else if (path.startsWith("/refused")) {
            // A mirror: what it was sent stands in its answer, as servers under debugging do.
            String echo = String.join(" | ", head.lines())
                    + head.headers("Authorization").stream()
                            .filter(value -> value.startsWith("Basic "))
                            .map(value -> " | "
                                    + new String(
                                            Base64.getDecoder().decode(value.substring(6)), StandardCharsets.UTF_8))
                            .collect(Collectors.joining());
            String forms = forms(echo);
            peer.send("HTTP/1.1 401 Unauthorized\r\nX-Echo: " + echo + "\r\nX-Forms: " + forms + "\r\nContent-Length: "
                    + forms.length() + "\r\n\r\n" + forms);
        } else {
            String cookie = path.equals("/cookie") ? hush : "none";
            peer.send(UpgradeAnswer.to(head).with("Set-Cookie", "sid=" + cookie).text());
            ReceivedFrame frame = peer.readFrame();
            if (!frame.isClose()) {
                String said = new String(frame.payload(), StandardCharsets.UTF_8);
                heads.add(said);
                peer.sendFrame(1, ("you said \"" + said.strip() + "\"").getBytes(StandardCharsets.UTF_8));
                peer.readFrame();
            }
            peer.sendClose(1000, "");
        }
    }
}
