package dev.websocketexporter.engine;

import static dev.websocketexporter.testkit.Http2Connection.ACK;
import static dev.websocketexporter.testkit.Http2Connection.CONTINUATION;
import static dev.websocketexporter.testkit.Http2Connection.DATA;
import static dev.websocketexporter.testkit.Http2Connection.ENABLE_CONNECT_PROTOCOL;
import static dev.websocketexporter.testkit.Http2Connection.END_HEADERS;
import static dev.websocketexporter.testkit.Http2Connection.END_STREAM;
import static dev.websocketexporter.testkit.Http2Connection.INITIAL_WINDOW_SIZE;
import static dev.websocketexporter.testkit.Http2Connection.MAX_CONCURRENT_STREAMS;
import static dev.websocketexporter.testkit.Http2Connection.PADDED;
import static dev.websocketexporter.testkit.Http2Connection.PING;
import static dev.websocketexporter.testkit.Http2Connection.SETTINGS;
import static dev.websocketexporter.testkit.Http2Connection.WINDOW_UPDATE;
import static dev.websocketexporter.testkit.Http2Connection.field;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.report.ConversationReport.Traffic;
import dev.websocketexporter.testkit.Http2Connection;
import dev.websocketexporter.testkit.Http2Connection.Frame;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers of HTTP/2 that are odd, but right, and the windows of both sides. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class Http2OddServersIT {
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
        assertThat(result.successful())
                .as("%s of %s", result.failure(), result.log())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"201", "204", "299"})
    void everySuccessfulStatusOpensTheStream(String status) throws Exception {
        ProbeResult result = played(ECHO, peer -> {
            Http2Connection connection = Http2Connection.of(peer);
            connection.readRequest();
            connection.headers(END_HEADERS, field(":status", status));
            connection.readFrame(DATA);
            connection.data(0, ServerFrames.text("ready"));
            peer.silence();
        });
        assertThat(result.successful())
                .as("%s of %s", result.failure(), result.log())
                .isTrue();
        assertThat(Objects.requireNonNull(result.upgrade()).statusCode()).isEqualTo(Integer.valueOf(status));
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
        assertThat(result.successful())
                .as("%s of %s", result.failure(), result.log())
                .isTrue();
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
        assertThat(result.successful())
                .as("%s of %s", result.failure(), result.log())
                .isTrue();
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
        assertThat(result.successful())
                .as("%s of %s", result.failure(), result.log())
                .isTrue();
        assertThat(Objects.requireNonNull(result.conversation()).received()).isEqualTo(new Traffic(1, MIB));
        assertThat(updates.get()).isBetween(MIB / 2, MIB);
    }

    private static ProbeResult played(Conversation conversation, Script script) throws Exception {
        try (Stage stage = new Stage(world).overHttp2()) {
            return Probing.end(
                    prober, stage.with(stage.module().with(conversation)).plain(script));
        }
    }
}
