package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.testkit.HeaderField;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ReceivedFrame;
import dev.websocketexporter.testkit.RequestHead;
import dev.websocketexporter.testkit.ResourceWatch;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is right, if unusual, succeeds; and however a connection ends after the upgrade, it is reported and fails nothing. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class GoodPeersIT {
    private static final CloseReport CLEAN = new CloseReport(1000, null, true);
    private static final CloseReport UNKNOWN = new CloseReport(null, null, false);

    @TempDir
    private static Path directory;

    private static GridWorld world;
    private static NettyProber prober;

    @BeforeAll
    static void start() throws Exception {
        world = new GridWorld(directory);
        prober = new NettyProber(world.settings(Transport.preferred(), TlsEngine.preferred()));
        try (Stage stage = new Stage(world)) {
            Probing.end(prober, stage.secure(world.goodTls(), politely(answer -> answer)));
            Probing.end(prober, stage.request("ws://no-such-name.test/"));
        }
    }

    @AfterAll
    static void stop() {
        prober.close();
        world.close();
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                answer("the plain one", same -> same),
                answer("Connection: keep-alive, Upgrade", a -> a.with("Connection", "keep-alive, Upgrade")),
                answer(
                        "Connection in two fields",
                        a -> a.with("Connection", "keep-alive").adding("Connection", "Upgrade")),
                answer(
                        "tokens in another case",
                        a -> a.with("Upgrade", "WebSocket").with("Connection", "upgrade")),
                answer("names in lower case", GoodPeersIT::lowerCaseNames),
                answer(
                        "white space around values",
                        a -> a.with("Upgrade", " \t websocket \t ").with("Connection", "  ,keep-alive ,\tUpgrade ,  ")),
                answer("another reason phrase", a -> a.statusLine("HTTP/1.1 101 Yes")),
                answer("no reason phrase", a -> a.statusLine("HTTP/1.1 101 ")),
                answer("head of 60 KiB", a -> a.adding("X-Filler", "x".repeat(60 * 1024))),
                answer("100 before", before("HTTP/1.1 100 Continue\r\n\r\n")),
                answer("102 before", before("HTTP/1.1 102 Processing\r\n\r\n")),
                answer("103 with a field before", before("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")),
                answer("104, which is newer, before", before("HTTP/1.1 104 Upload Resumption Supported\r\n\r\n")),
                answer(
                        "100, 102 and 103 before",
                        before("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
                                + "HTTP/1.1 103 Early Hints\r\n\r\n")));
    }

    private static Arguments answer(String name, UnaryOperator<UpgradeAnswer> change) {
        return Arguments.of(name, change);
    }

    private static UnaryOperator<UpgradeAnswer> before(String heads) {
        return answer -> answer.statusLine(heads + answer.statusLine());
    }

    private static UpgradeAnswer lowerCaseNames(UpgradeAnswer answer) {
        UpgradeAnswer lower = new UpgradeAnswer(answer.statusLine(), List.of());
        for (HeaderField field : answer.headers()) {
            lower = lower.adding(field.name().toLowerCase(Locale.ROOT), field.value());
        }
        return lower;
    }

    private static Script politely(UnaryOperator<UpgradeAnswer> change) {
        return peer -> {
            peer.send(change.apply(UpgradeAnswer.to(peer.readHead())).text());
            closePolitely(peer);
        };
    }

    private static void closePolitely(Peer peer) throws IOException {
        ReceivedFrame close = peer.readFrame();
        peer.sendClose(close.closeCode(), "");
        peer.fin();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void answerIsAccepted(String name, UnaryOperator<UpgradeAnswer> change) throws Exception {
        ProbeResult result = probe(stage -> stage.plain(politely(change)));
        assertSuccess(result);
        assertThat(result.close()).isEqualTo(CLEAN);
        assertThat(result.upgrade()).isNotNull();
        assertThat(result.upgrade().upgraded()).isTrue();
        assertThat(result.upgrade().statusCode()).isEqualTo(101);
    }

    @Test
    void answerOneByteAtATimeIsAccepted() throws Exception {
        assertSuccess(probe(stage -> stage.plain(peer -> {
            peer.sendByteByByte(UpgradeAnswer.to(peer.readHead()).text());
            closePolitely(peer);
        })));
    }

    @Test
    void selectedSubprotocolIsKnown() throws Exception {
        ProbeResult result = probe(stage -> stage.subprotocols("chat", "mqtt")
                .plain(politely(answer -> answer.adding("Sec-WebSocket-Protocol", "mqtt"))));
        assertSuccess(result);
        assertThat(result.upgrade().subprotocol()).isEqualTo("mqtt");
    }

    @Test
    void refusalThatIsWantedIsASuccessWithoutAClose() throws Exception {
        ProbeResult result = probe(stage -> stage.validStatusCodes(401).plain(peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
            peer.fin();
        }));
        assertSuccess(result);
        assertThat(result.upgrade().upgraded()).isFalse();
        assertThat(result.close()).isNull();
        assertThat(result.timings().phases()).doesNotContainKey(Phase.CLOSE);
    }

    @Test
    void requestIsToTheLetter() throws Exception {
        Queue<RequestHead> heads = new ConcurrentLinkedQueue<>();
        ProbeRequest[] asked = new ProbeRequest[1];
        probe(stage -> asked[0] = stage.header("X-Key", "value").plain(peer -> {
            RequestHead head = peer.readHead();
            heads.add(head);
            peer.send(UpgradeAnswer.to(head).text());
            closePolitely(peer);
        }));
        RequestHead head = heads.remove();
        assertThat(head.requestLine()).isEqualTo("GET / HTTP/1.1");
        assertThat(head.headers("Host"))
                .containsExactly("127.0.0.1:" + asked[0].target().port());
        assertThat(head.headers("Upgrade")).containsExactly("websocket");
        assertThat(head.headers("Connection")).containsExactly("Upgrade");
        assertThat(head.headers("Sec-WebSocket-Version")).containsExactly("13");
        assertThat(head.headers("Sec-WebSocket-Key"))
                .singleElement()
                .satisfies(key -> assertThat(Base64.getDecoder().decode(key)).hasSize(16));
        assertThat(head.headers("Sec-WebSocket-Protocol")).isEmpty();
        assertThat(head.headers("Sec-WebSocket-Extensions")).isEmpty();
        assertThat(head.headers("User-Agent")).containsExactly("websocket_exporter/test");
        assertThat(head.headers("X-Key")).containsExactly("value");
    }

    static Stream<Arguments> endings() {
        return Stream.of(
                ending("Close 1000", new CloseReport(1000, null, true), GoodPeersIT::closePolitely),
                ending("Close 1001 with a reason", new CloseReport(1001, "going away", true), peer -> {
                    peer.readFrame();
                    peer.sendClose(1001, "going away");
                    peer.fin();
                }),
                ending("Close without a code", new CloseReport(1005, null, true), peer -> {
                    peer.readFrame();
                    peer.sendFrame(0x8);
                    peer.fin();
                }),
                ending("Close of its own, before ours", new CloseReport(1012, "restart", true), peer -> {
                    peer.sendClose(1012, "restart");
                    peer.readFrame();
                    peer.fin();
                }),
                ending("text and ping before the Close", CLEAN, peer -> {
                    peer.sendFrame(0x1, (byte) 'h', (byte) 'i');
                    peer.sendFrame(0x9, (byte) 1);
                    ReceivedFrame frame = peer.readFrame();
                    while (!frame.isClose()) {
                        frame = peer.readFrame();
                    }
                    peer.sendClose(1000, "");
                    peer.fin();
                }),
                ending("a frame that breaks the protocol instead of a Close", UNKNOWN, peer -> {
                    peer.readFrame();
                    peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
                    peer.silence();
                }),
                ending("a frame that breaks the protocol at once", UNKNOWN, peer -> {
                    peer.send("\u00ff\u0001x");
                    peer.silence();
                }),
                ending("a message that is far too large", UNKNOWN, peer -> {
                    peer.send("\u0082\u007f\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff");
                    peer.silence();
                }),
                ending("FIN without a Close, at once", new CloseReport(1006, null, false), Peer::fin),
                ending("FIN without a Close", new CloseReport(1006, null, false), peer -> {
                    peer.readFrame();
                    peer.fin();
                }),
                ending("RST without a Close", new CloseReport(1006, null, false), peer -> {
                    peer.readFrame();
                    peer.reset();
                }),
                ending("no answer", UNKNOWN, Peer::silence));
    }

    private static Arguments ending(String name, CloseReport report, Script script) {
        return Arguments.of(name, report, script);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endings")
    void endingIsToldAndFailsNothing(String name, CloseReport report, Script script) throws Exception {
        ProbeResult result = probe(stage -> stage.plain(peer -> {
            peer.upgrade();
            script.play(peer);
        }));
        assertSuccess(result);
        // Who was first is a matter of luck when both close at the same time.
        assertThat(result.close()).isIn(report, report.closedByServer());
        assertThat(result.timings().phases().get(Phase.CLOSE)).isLessThan(Duration.ofMillis(1_200));
    }

    /** RFC 6455 §5.5.2 and §5.5.3: with the same payload, as long as the peer has sent no Close. */
    @Test
    void pingBehindOurCloseIsAnswered() throws Exception {
        Queue<ReceivedFrame> pongs = new ConcurrentLinkedQueue<>();
        assertSuccess(probe(stage -> stage.plain(peer -> {
            peer.upgrade();
            assertThat(peer.readFrame().isClose()).isTrue();
            peer.sendFrame(0x9, (byte) 'h', (byte) 'i');
            pongs.add(peer.readFrame());
            peer.sendClose(1000, "");
            peer.fin();
        })));
        assertThat(pongs).singleElement().satisfies(pong -> {
            assertThat(pong.opcode()).isEqualTo(0xA);
            assertThat(pong.masked()).isTrue();
            assertThat(pong.payload()).isEqualTo(new byte[] {'h', 'i'});
        });
    }

    @Test
    void ourCloseIsMaskedAnd1000() throws Exception {
        Queue<ReceivedFrame> frames = new ConcurrentLinkedQueue<>();
        assertSuccess(probe(stage -> stage.plain(peer -> {
            peer.upgrade();
            frames.add(peer.readFrame());
            peer.sendClose(1000, "");
            peer.fin();
        })));
        assertThat(frames).singleElement().satisfies(close -> {
            assertThat(close.isClose()).isTrue();
            assertThat(close.masked()).isTrue();
            assertThat(close.closeCode()).isEqualTo(1000);
        });
    }

    @Test
    void unansweredCloseWaitsNoLongerThanTheBudget() throws Exception {
        ProbeResult result = probe(stage -> stage.shortBudget().plain(peer -> {
            peer.upgrade();
            peer.silence();
        }));
        assertSuccess(result);
        assertThat(result.timings().total()).isLessThan(Stage.SHORT.plusMillis(100));
        assertThat(result.close()).isEqualTo(new CloseReport(null, null, false));
    }

    private static ProbeResult probe(GridRow.Scene scene) throws Exception {
        ResourceWatch watch = ResourceWatch.begin();
        ProbeResult result;
        try (Stage stage = new Stage(world)) {
            result = Probing.end(prober, scene.set(stage));
        }
        watch.assertNothingLeft();
        return result;
    }

    private static void assertSuccess(ProbeResult result) {
        assertThat(result.successful())
                .as("%s; log %s", result.outcome(), result.log())
                .isTrue();
    }
}
