package dev.websocketexporter.engine;

import static dev.websocketexporter.testkit.Http2Connection.DATA;
import static dev.websocketexporter.testkit.Http2Connection.END_HEADERS;
import static dev.websocketexporter.testkit.Http2Connection.END_STREAM;
import static dev.websocketexporter.testkit.Http2Connection.GOAWAY;
import static dev.websocketexporter.testkit.Http2Connection.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeRequest.HostOverride;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.HttpVersion;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.UpgradeSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.UpgradeReport;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.HonestProxy;
import dev.websocketexporter.testkit.Http2Connection;
import dev.websocketexporter.testkit.Http2Connection.Frame;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ResourceWatch;
import dev.websocketexporter.testkit.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A WebSocket on a stream of HTTP/2 (RFC 8441): what is sent, what is taken, and how the connection is left. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class Http2IT {
    @TempDir
    private static Path directory;

    private static GridWorld world;
    private static NettyProber prober;

    @BeforeAll
    static void start() throws Exception {
        world = new GridWorld(directory);
        prober = new NettyProber(world.settings(Transport.preferred(), TlsEngine.preferred()));
        try (Stage stage = new Stage(world)) {
            Probing.end(prober, stage.behindHttp2().secure(world.goodTls(), Peer::upgrade));
        }
    }

    @AfterAll
    static void stop() {
        prober.close();
        world.close();
    }

    @Test
    void theRequestIsAnExtendedConnect() throws Exception {
        AtomicReference<Map<String, String>> seen = new AtomicReference<>();
        try (Stage stage = new Stage(world)) {
            stage.with(stage.module()
                    .with(new UpgradeSettings(
                            List.of(
                                    new RequestHeader("X-Tenant", List.of(new Value.Plain("blue"))),
                                    new RequestHeader("Cookie", List.of(new Value.Hidden(new Secret("a=b"))))),
                            "https://app.example",
                            List.of("chat", "mqtt"),
                            new Credentials.Authorization("Bearer", new Value.Hidden(new Secret("t0ken"))),
                            false,
                            HttpVersion.HTTP_2)));
            ProbeRequest request = stage.secure(
                    world.goodTls().speaking("h2"),
                    peer -> seen.set(Http2Connection.of(peer).accept()));
            ProbeResult result = Probing.end(prober, request);

            assertThat(result.successful()).as("%s", result.log()).isTrue();
            assertThat(seen.get())
                    .containsExactly(
                            entry(":method", "CONNECT"),
                            entry(":protocol", "websocket"),
                            entry(":scheme", "https"),
                            entry(":authority", "localhost:" + request.target().port()),
                            entry(":path", "/"),
                            entry("user-agent", "websocket_exporter/test"),
                            entry("sec-websocket-version", "13"),
                            entry("origin", "https://app.example"),
                            entry("x-tenant", "blue"),
                            entry("cookie", "a=b"),
                            entry("authorization", "Bearer t0ken"),
                            entry("sec-websocket-protocol", "chat, mqtt"));
            assertThat(result.log()).noneMatch(line -> line.message().contains("t0ken"));
        }
    }

    @Test
    void theResultTellsVersionStatusAndTheWaitForSettings() throws Exception {
        ProbeResult result = played(Conversation.NONE, peer -> politely(Http2Connection.of(peer), () -> {}));

        UpgradeReport upgrade = Objects.requireNonNull(result.upgrade());
        assertThat(upgrade.statusCode()).isEqualTo(200);
        assertThat(upgrade.upgraded()).isTrue();
        assertThat(upgrade.httpVersion()).isEqualTo("2");
        assertThat(result.timings().phases()).containsKeys(Phase.UPGRADE, Phase.CLOSE);
        assertThat(result.close()).isEqualTo(new CloseReport(1000, null, true));
        assertThat(result.log())
                .anyMatch(line -> line.message().matches("the server's SETTINGS came after [0-9.]+ (?:ms|µs|s): .*"));
    }

    @Test
    void theHostnameOfAProbeIsTheAuthority() throws Exception {
        AtomicReference<Map<String, String>> seen = new AtomicReference<>();
        try (Stage stage = new Stage(world).overHttp2()) {
            ProbeRequest request =
                    stage.plain(peer -> seen.set(Http2Connection.of(peer).accept()));
            ProbeResult result = Probing.end(
                    prober,
                    new ProbeRequest(
                            request.target(),
                            request.module(),
                            new HostOverride("chat.example:8443", "chat.example"),
                            request.policy(),
                            request.budget()));

            assertThat(result.successful()).as("%s", result.log()).isTrue();
            assertThat(seen.get()).containsEntry(":authority", "chat.example:8443");
        }
    }

    @Test
    void theStreamIsEndedAndTheConnectionLeftWithGoaway() throws Exception {
        Queue<Frame> heard = new ConcurrentLinkedQueue<>();
        ResourceWatch watch = ResourceWatch.begin();
        ProbeResult result = played(Conversation.NONE, peer -> {
            Http2Connection connection = Http2Connection.of(peer);
            connection.accept();
            connection.readFrame(DATA);
            connection.data(END_STREAM, ServerFrames.close(1000, ""));
            Frame frame = connection.readFrame();
            while (frame.type() != GOAWAY) {
                heard.add(frame);
                frame = connection.readFrame();
            }
            heard.add(frame);
        });

        assertThat(result.close()).isEqualTo(new CloseReport(1000, null, true));
        assertThat(heard).anyMatch(frame -> frame.type() == DATA && frame.has(END_STREAM));
        assertThat(heard).anyMatch(frame -> frame.type() == GOAWAY && frame.number(4) == 0);
        watch.assertNothingLeft();
    }

    @Test
    void aRefusalIsLeftWithGoawayToo() throws Exception {
        AtomicReference<Frame> heard = new AtomicReference<>();
        try (Stage stage = new Stage(world).overHttp2().validStatusCodes(401)) {
            ProbeResult result = Probing.end(prober, stage.plain(peer -> {
                Http2Connection connection = Http2Connection.of(peer);
                connection.readRequest();
                connection.headers(END_HEADERS, field(":status", "401"));
                heard.set(connection.readFrame(GOAWAY));
            }));

            assertThat(result.successful()).as("%s", result.log()).isTrue();
            assertThat(Objects.requireNonNull(result.upgrade()).upgraded()).isFalse();
            Conditions.await(Duration.ofSeconds(10), () -> heard.get() != null, () -> "no GOAWAY");
        }
        assertThat(heard.get().number(4)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"http, ws", "http, wss", "socks5, ws", "socks5, wss"})
    void proxiesCarryIt(String proxy, String target) throws Exception {
        try (Stage stage = new Stage(world).behindHttp2();
                HonestProxy honest = proxy.equals("http") ? HonestProxy.http() : HonestProxy.socks5()) {
            ProbeRequest request = target.equals("ws")
                    ? stage.through(proxy + "://127.0.0.1:" + honest.port()).plain(Peer::upgrade)
                    : stage.through(proxy + "://127.0.0.1:" + honest.port()).secure(world.goodTls(), Peer::upgrade);
            ProbeResult result = Probing.end(prober, request);

            assertThat(result.successful())
                    .as("%s of %s", result.failure(), result.log())
                    .isTrue();
            assertThat(result.timings().phases()).containsKey(Phase.PROXY);
            assertThat(Objects.requireNonNull(result.upgrade()).httpVersion()).isEqualTo("2");
        }
    }

    @Test
    void redirectsAreFollowedOverHttp2() throws Exception {
        try (Stage stage = new Stage(world).followingRedirects().overHttp2()) {
            ProbeRequest last = stage.plain(peer -> politely(Http2Connection.of(peer), () -> {}));
            String location = "http://127.0.0.1:" + last.target().port() + "/chat";
            ProbeResult result = Probing.end(prober, stage.plain(peer -> {
                Http2Connection connection = Http2Connection.of(peer);
                connection.readRequest();
                connection.headers(END_HEADERS | END_STREAM, field(":status", "302"), field("location", location));
                peer.silence();
            }));

            assertThat(result.successful())
                    .as("%s of %s", result.failure(), result.log())
                    .isTrue();
            assertThat(Objects.requireNonNull(result.upgrade()).redirects()).isEqualTo(1);
        }
    }

    /** What a server does between the upgrade and the Close of the client, which it answers. */
    @FunctionalInterface
    private interface Meanwhile {
        void play() throws IOException;
    }

    private static void politely(Http2Connection connection, Meanwhile meanwhile) throws IOException {
        connection.accept();
        meanwhile.play();
        connection.readFrame(DATA);
        connection.data(0, ServerFrames.close(1000, ""));
        connection.readFrame(GOAWAY);
    }

    private static ProbeResult played(Conversation conversation, Script script) throws Exception {
        try (Stage stage = new Stage(world).overHttp2()) {
            return Probing.end(
                    prober, stage.with(stage.module().with(conversation)).plain(script));
        }
    }
}
