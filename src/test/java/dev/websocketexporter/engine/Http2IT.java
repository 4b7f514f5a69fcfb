package dev.websocketexporter.engine;

import static dev.websocketexporter.testkit.Http2Connection.ACK;
import static dev.websocketexporter.testkit.Http2Connection.CONTINUATION;
import static dev.websocketexporter.testkit.Http2Connection.DATA;
import static dev.websocketexporter.testkit.Http2Connection.ENABLE_CONNECT_PROTOCOL;
import static dev.websocketexporter.testkit.Http2Connection.END_HEADERS;
import static dev.websocketexporter.testkit.Http2Connection.END_STREAM;
import static dev.websocketexporter.testkit.Http2Connection.GOAWAY;
import static dev.websocketexporter.testkit.Http2Connection.INITIAL_WINDOW_SIZE;
import static dev.websocketexporter.testkit.Http2Connection.MAX_CONCURRENT_STREAMS;
import static dev.websocketexporter.testkit.Http2Connection.PADDED;
import static dev.websocketexporter.testkit.Http2Connection.PING;
import static dev.websocketexporter.testkit.Http2Connection.SETTINGS;
import static dev.websocketexporter.testkit.Http2Connection.WINDOW_UPDATE;
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
import dev.websocketexporter.probe.report.ConversationReport.Traffic;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.UpgradeReport;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.testkit.HonestProxy;
import dev.websocketexporter.testkit.Http2Connection;
import dev.websocketexporter.testkit.Http2Connection.Frame;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ResourceWatch;
import dev.websocketexporter.testkit.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
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
import org.junit.jupiter.params.provider.EnumSource;

/** A WebSocket on a stream of HTTP/2 (RFC 8441): what is sent, what is taken, and how the connection is left. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class Http2IT {
    private static final int MIB = 1 << 20;
    private static final Conversation ECHO =
            Conversation.NONE.withSteps(List.of(Said.send("hi"), Said.expect("^ready$")));

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
        }
        assertThat(heard.get().number(4)).isZero();
    }

    /** What is right, if unusual. */
    private enum Oddity {
        PADDING {
            @Override
            void play(Http2Connection connection) throws IOException {
                byte[] padded = new byte[1 + 7 + 5];
                byte[] text = ServerFrames.text("ready");
                padded[0] = 5;
                System.arraycopy(text, 0, padded, 1, text.length);
                connection.data(PADDED, padded);
            }
        },
        ONE_BYTE_A_FRAME {
            @Override
            void play(Http2Connection connection) throws IOException {
                for (byte b : ServerFrames.text("ready")) {
                    connection.data(0, b);
                    connection.data(0);
                }
            }
        },
        PING_SETTINGS_AND_UNKNOWN_FRAMES_BETWEEN {
            @Override
            void play(Http2Connection connection) throws IOException {
                connection.frame(PING, 0, 0, new byte[8]);
                connection.settings(MAX_CONCURRENT_STREAMS, 5, 0x1234, 7);
                connection.frame(0xfa, 0xff, 1, new byte[3]);
                connection.frame(0x0a, 0, 0, new byte[20]);
                Frame pong = connection.readFrame(PING);
                assertThat(pong.has(ACK)).isTrue();
                assertThat(connection.readFrame(SETTINGS).has(ACK)).isTrue();
                connection.data(0, ServerFrames.text("ready"));
            }
        },
        GOAWAY_THAT_KEEPS_THE_STREAM {
            @Override
            void play(Http2Connection connection) throws IOException {
                connection.goAway(Integer.MAX_VALUE, 0, "");
                connection.goAway(1, 0, "");
                connection.data(0, ServerFrames.text("ready"));
            }
        },
        MESSAGE_THAT_ENDS_THE_STREAM {
            @Override
            void play(Http2Connection connection) throws IOException {
                connection.data(END_STREAM, ServerFrames.text("ready"));
                connection.reset(0);
            }
        };

        abstract void play(Http2Connection connection) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void oddServersAreUnderstood(Oddity oddity) throws Exception {
        ProbeResult result = played(ECHO, peer -> {
            Http2Connection connection = Http2Connection.of(peer);
            connection.accept();
            connection.readFrame(DATA);
            oddity.play(connection);
            peer.silence();
        });
        assertThat(result.successful()).as("%s of %s", result.failure(), result.log()).isTrue();
    }

    @Test
    void interimResponsesAndContinuationComeBeforeTheAnswer() throws Exception {
        ProbeResult result = played(ECHO, peer -> {
            Http2Connection connection = Http2Connection.of(peer);
            connection.readRequest();
            connection.headers(END_HEADERS, field(":status", "103"), field("link", "</a>"));
            connection.headers(0, field(":status", "200"));
            connection.frame(CONTINUATION, 0, 1, field("x", "y"));
            connection.frame(CONTINUATION, END_HEADERS, 1, field("server", "odd"));
            connection.readFrame(DATA);
            connection.data(0, ServerFrames.text("ready"));
            peer.silence();
        });
        assertThat(result.successful()).as("%s of %s", result.failure(), result.log()).isTrue();
    }

    @Test
    void whatIsSentWaitsForTheWindowsOfTheServer() throws Exception {
        Queue<Integer> sizes = new ConcurrentLinkedQueue<>();
        ProbeResult result = played(ECHO, peer -> {
            Http2Connection connection = Http2Connection.of(peer);
            connection.readPreface();
            connection.settings(ENABLE_CONNECT_PROTOCOL, 1, INITIAL_WINDOW_SIZE, 3);
            connection.readFrame(Http2Connection.HEADERS);
            connection.headers(END_HEADERS, field(":status", "200"));
            int came = 0;
            while (came < 8) {
                Frame data = connection.readFrame(DATA);
                sizes.add(data.payload().length);
                came += data.payload().length;
                connection.windowUpdate(1, came < 6 ? 3 : 100);
            }
            connection.data(0, ServerFrames.text("ready"));
            peer.silence();
        });
        assertThat(result.successful()).as("%s of %s", result.failure(), result.log()).isTrue();
        assertThat(sizes).containsExactly(3, 3, 2);
    }

    @Test
    void aMebibyteGoesBothWays() throws Exception {
        Conversation large = Conversation.NONE
                .withMaxMessageBytes(MIB)
                .withSteps(List.of(Said.send("x".repeat(MIB)), Said.expect("^y+$")));
        AtomicReference<Integer> updates = new AtomicReference<>(0);
        ProbeResult result = played(large, peer -> {
            Http2Connection connection = Http2Connection.of(peer);
            connection.accept();
            int came = 0;
            while (came < MIB) {
                int length = connection.readFrame(DATA).payload().length;
                came += length;
                connection.windowUpdate(0, length);
                connection.windowUpdate(1, length);
            }
            byte[] message = ServerFrames.text("y".repeat(MIB));
            for (int at = 0; at < message.length; at += 16_384) {
                byte[] part = Arrays.copyOfRange(message, at, Math.min(message.length, at + 16_384));
                connection.data(0, part);
            }
            Frame update = connection.readFrame(WINDOW_UPDATE);
            updates.set((int) update.number(0));
            peer.silence();
        });
        assertThat(result.successful()).as("%s of %s", result.failure(), result.log()).isTrue();
        assertThat(Objects.requireNonNull(result.conversation()).received()).isEqualTo(new Traffic(1, MIB));
        assertThat(updates.get()).isBetween(MIB / 2, MIB);
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

            assertThat(result.successful()).as("%s of %s", result.failure(), result.log()).isTrue();
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
                connection.headers(
                        END_HEADERS | END_STREAM, field(":status", "302"), field("location", location));
                peer.silence();
            }));

            assertThat(result.successful()).as("%s of %s", result.failure(), result.log()).isTrue();
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
