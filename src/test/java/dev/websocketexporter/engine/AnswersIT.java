package dev.websocketexporter.engine;

import static dev.websocketexporter.engine.AnswerRows.body;
import static dev.websocketexporter.engine.AnswerRows.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.ProbeModule.CloseSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.testkit.ResourceWatch;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers answer to the upgrade request, to CONNECT and to a Close, where it is odd, and what is known of it. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class AnswersIT {
    @TempDir
    private static Path directory;

    private static GridWorld world;
    private static NettyProber prober;

    @BeforeAll
    static void start() throws Exception {
        world = new GridWorld(directory);
        prober = new NettyProber(world.settings(Transport.preferred(), TlsEngine.preferred()));
        try (Stage stage = new Stage(world)) {
            Probing.end(prober, stage.plain(AnswerRows.upgrading("")));
            Probing.end(prober, stage.request("ws://no-such-name.test/"));
        }
    }

    @AfterAll
    static void stop() {
        prober.close();
        world.close();
    }

    private static ProbeResult probe(GridRow.Scene scene) throws IOException {
        ResourceWatch watch = ResourceWatch.begin();
        ProbeResult result;
        try (Stage stage = new Stage(world)) {
            result = Probing.end(prober, scene.set(stage));
        }
        watch.assertNothingLeft();
        return result;
    }

    private static Failure failed(ProbeResult result, Phase phase, Reason reason) {
        Failure failure = Objects.requireNonNull(result.failure(), () -> "no failure: " + result.log());
        assertThat(failure.phase() + "/" + failure.reason()).as("%s", failure).isEqualTo(phase + "/" + reason);
        return failure;
    }

    static Stream<GridRow> rows() {
        return AnswerRows.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void failsAndIsKnown(GridRow row) throws Exception {
        ProbeResult result = probe(row.scene());
        failed(result, row.phase(), row.reason());
        row.facts().check(new Seen(result, new Witness(), 0));
    }

    static Stream<Arguments> upgrades() {
        return Stream.of(
                Arguments.of("a value on several lines", AnswerRows.upgrading(AnswerRows.FOLDED)),
                Arguments.of("a value on several lines at the end", (Script) peer -> {
                    String right = UpgradeAnswer.to(peer.readHead()).text();
                    peer.send(right.substring(0, right.length() - 2) + AnswerRows.FOLDED + "\r\n");
                    Said.farewell(peer);
                }),
                Arguments.of("bare LF", (Script) peer -> {
                    peer.send(UpgradeAnswer.to(peer.readHead()).text().replace("\r\n", "\n"));
                    Said.farewell(peer);
                }),
                Arguments.of("bare LF, a byte at a time", (Script) peer -> {
                    peer.sendByteByByte(UpgradeAnswer.to(peer.readHead()).text().replace("\r\n", "\n"));
                    Said.farewell(peer);
                }),
                Arguments.of("a folded Accept", (Script) peer -> {
                    peer.send(UpgradeAnswer.to(peer.readHead()).text().replace("Accept: ", "Accept:\r\n  "));
                    Said.farewell(peer);
                }),
                Arguments.of("100 over HTTP/1.0 before", (Script) peer -> {
                    peer.send("HTTP/1.0 100 Continue\n\n"
                            + UpgradeAnswer.to(peer.readHead()).text());
                    Said.farewell(peer);
                }),
                Arguments.of("HTTP/1.2", (Script) peer -> {
                    peer.send(UpgradeAnswer.to(peer.readHead())
                            .statusLine("HTTP/1.2 101 Yes")
                            .text());
                    Said.farewell(peer);
                }),
                Arguments.of("two lengths", AnswerRows.upgrading("Content-Length: 1\r\nContent-Length: 2\r\n")),
                Arguments.of("chunks announced", AnswerRows.upgrading("Transfer-Encoding: chunked\r\n")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("upgrades")
    void upgradeIsTaken(String name, Script script) throws Exception {
        ProbeResult result = probe(stage -> stage.plain(script));
        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(result.upgrade().upgraded()).isTrue();
        assertThat(result.close()).isEqualTo(new CloseReport(1000, null, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.0 503 Service Unavailable\r\n\r\ngone",
                "HTTP/1.1 503 Service Unavailable\nServer: x\n\n",
                "HTTP/1.1 503 Service Unavailable\r\nServer: x\r\n"
            })
    void refusalThatIsWantedIsASuccess(String answer) throws Exception {
        ProbeResult result = probe(stage -> stage.validStatusCodes(503).plain(saying(answer)));
        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(result.upgrade().statusCode()).isEqualTo(503);
    }

    private static String html(String body) {
        return "HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    static Stream<Arguments> bodies() throws IOException {
        String nginx =
                "<html>\r\n<head><title>400 Bad Request</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1>"
                        + "</center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n";
        return Stream.of(
                shown(
                        "a length",
                        "HTTP/1.1 400 No\r\nContent-Length: 19\r\n\r\nmissing subprotocol",
                        "missing subprotocol"),
                shown("until FIN", "HTTP/1.1 400 No\r\n\r\nmissing subprotocol\n", "missing subprotocol"),
                shown(
                        "chunks",
                        "HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nOrigin \r\n10;x=y\r\n\"a\" not allowed\n"
                                + "\r\n0\r\n\r\n",
                        "Origin \"a\" not allowed"),
                shown("chunks with LF", "HTTP/1.1 403 No\nTransfer-Encoding: chunked\n\n3\nabc\n0\nA: b\n\n", "abc"),
                shown(
                        "chunks that are none",
                        "HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\n\r\nnot allowed\r\n",
                        "not allowed…"),
                shown("a page of nginx", html(nginx), "400 Bad Request nginx/1.22.1"),
                shown(
                        "bytes after it",
                        "HTTP/1.1 400 No\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 101 Yes\r\n\r\n",
                        "abc"),
                shown(
                        "JSON on several lines",
                        "HTTP/1.1 400 No\r\n\r\n{\r\n  \"error\": \"expected one of chat.v2, chat.v1\"\r\n}",
                        "{ \"error\": \"expected one of chat.v2, chat.v1\" }"),
                shown(
                        "what is not printable",
                        "HTTP/1.1 400 No\r\n\r\nnot\u0007 \u001b[31mallowed\there today",
                        "not [31mallowed here today"),
                shown(
                        "UTF-8",
                        "HTTP/1.1 400 No\r\n\r\n" + latin1("so\u202e nicht \u00fc \ud83d\ude00"),
                        "so nicht \u00fc \ud83d\ude00"),
                shown("Latin-1", "HTTP/1.1 400 No\r\n\r\nso nicht \u00fc!", "so nicht \u00fc!"),
                shown(
                        "gzip",
                        "HTTP/1.1 400 No\r\nContent-Encoding: gzip\r\n\r\n" + gzip("missing subprotocol"),
                        "missing subprotocol"),
                shown(
                        "Brotli",
                        "HTTP/1.1 400 No\r\nContent-Encoding: br\r\n\r\n\u000f\u0002\u0080\u0081\u0000\u0003",
                        "6 bytes that are no text (Content-Encoding: br)"),
                shown("a redirect's", "HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\nover there", "over there"),
                shown("exactly 500 characters", "HTTP/1.1 400 No\r\n\r\n" + "x".repeat(500), "x".repeat(500)),
                shown("501 characters", "HTTP/1.1 400 No\r\n\r\n" + "x".repeat(501), "x".repeat(500) + "…"),
                shown(
                        "a question before the query of a URL",
                        "HTTP/1.1 400 No\r\n\r\nDid you mean subscribe? Not https://a.example/b?token=abc&c=d now",
                        "Did you mean subscribe? Not https://a.example/b?token=<secret>&c=<secret> now"));
    }

    private static Arguments shown(String name, String answer, String body) {
        return Arguments.of(name, answer, body);
    }

    private static String latin1(String utf8) {
        return new String(utf8.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String gzip(String text) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return zipped.toString(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void bodyOfARefusalIsShown(String name, String answer, String body) throws Exception {
        ProbeResult result = probe(stage -> stage.plain(saying(answer)));
        failed(result, Phase.UPGRADE, Reason.UNEXPECTED_STATUS);
        body(body).check(new Seen(result, new Witness(), 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 204 No\r\n\r\n"})
    void refusalWithoutABodyIsNotWaitedFor(String answer) throws Exception {
        ProbeResult result = probe(stage -> stage.plain(peer -> {
            peer.readHead();
            peer.send(answer);
            peer.silence();
        }));
        assertThat(failed(result, Phase.UPGRADE, Reason.UNEXPECTED_STATUS).detail())
                .contains(" (expected: 101)")
                .doesNotContain("body");
        assertThat(result.timings().aside()).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void bodyThatNeverEndsCostsLittleAndIsNoPartOfThePhase() throws Exception {
        ProbeResult result = probe(stage -> stage.plain(peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 429 Slow\r\nContent-Length: 1000\r\n\r\ntoo many");
            peer.silence();
        }));
        assertThat(failed(result, Phase.UPGRADE, Reason.UNEXPECTED_STATUS).detail())
                .endsWith("; body: too many…");
        assertThat(result.timings().aside()).isBetween(Duration.ofMillis(240), Duration.ofMillis(900));
        assertThat(result.timings().overhead()).isLessThan(Duration.ofMillis(200));
        assertThat(result.timings().phases().get(Phase.UPGRADE)).isLessThan(Duration.ofMillis(200));
    }

    @Test
    void bodyThatNeverEndsDoesNotDelayASuccess() throws Exception {
        ProbeResult result = probe(stage -> stage.validStatusCodes(429).plain(peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 429 Slow\r\nContent-Length: 1000\r\n\r\ntoo many");
            peer.silence();
        }));
        assertThat(result.failure()).isNull();
        assertThat(result.timings().aside()).isLessThan(Duration.ofMillis(200));
    }

    @Test
    void bodyThatNeverComesDoesNotMakeATimeoutOfARefusal() throws Exception {
        ProbeResult result = probe(stage -> stage.budget(Duration.ofMillis(200)).plain(peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 429 Slow\r\nContent-Length: 1000\r\n\r\n");
            peer.silence();
        }));
        assertThat(failed(result, Phase.UPGRADE, Reason.UNEXPECTED_STATUS).detail())
                .endsWith(" 429 (expected: 101)");
        assertThat(result.timings().total()).isLessThan(Duration.ofMillis(300));
    }

    @Test
    void floodAsABodyIsCutAtOnce() throws Exception {
        ProbeResult result = probe(stage -> stage.plain(peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 500 Oops\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n");
            while (true) {
                peer.send("panic ".repeat(1000));
            }
        }));
        String detail = failed(result, Phase.UPGRADE, Reason.UNEXPECTED_STATUS).detail();
        assertThat(detail).contains("; body: panic panic ").endsWith("…").hasSizeLessThan(600);
    }

    @Test
    void resetAfterARefusalTakesNothingFromIt() throws Exception {
        ProbeResult result = probe(stage -> stage.plain(peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 403 No\r\nContent-Length: 100\r\n\r\nOrigin not allowed");
            peer.reset();
        }));
        assertThat(failed(result, Phase.UPGRADE, Reason.UNEXPECTED_STATUS).detail())
                .contains("with status 403 ", "; body: Origin not allowed…");
    }

    @Test
    void secretsInABodyAreHiddenWhereverItIsCut() throws Exception {
        Credentials bearer = new Credentials.Authorization("Bearer", new Value.Hidden(new Secret("hush-hush-token")));
        String echoes = "<p>Bearer hush-hush-token</p> and &quot;t0ken-of-query&quot; in /?token=t0ken-of-query ";
        String cut = " ".repeat(3) + "y".repeat(490 - 78) + " hush-hush-token";
        ProbeResult result = probe(stage -> {
            int port = stage.credentials(bearer)
                    .plain(saying(html("<html><body>" + echoes + cut + "</body></html>")))
                    .target()
                    .port();
            return stage.request("ws://127.0.0.1:" + port + "/?token=t0ken-of-query");
        });
        failed(result, Phase.UPGRADE, Reason.UNEXPECTED_STATUS);
        assertThat(result.failure().detail())
                .contains("; body: Bearer <secret> and \"<secret>\" in /?token=<secret> yyy");
        String all = result.failure() + result.log().toString();
        assertThat(all).doesNotContain("hush").doesNotContain("t0ken");
    }

    @Test
    void bodyOfARedirectThatIsFollowedIsNotWaitedFor() throws Exception {
        ProbeResult result = probe(stage -> {
            ScriptedServer there = stage.server(ScriptedServer.plain(AnswerRows.upgrading("")));
            return stage.followingRedirects().plain(peer -> {
                peer.readHead();
                peer.send("HTTP/1.0 302 Found\nLocation: ws://127.0.0.1:" + there.port()
                        + "/\nContent-Length: 1000\n\nover");
                peer.silence();
            });
        });
        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(result.timings().aside()).isZero();
        assertThat(result.upgrade().redirects()).isEqualTo(1);
    }

    @Test
    void messageInThePacketOfThe101HasATime() throws Exception {
        ProbeResult result =
                probe(stage -> Said.with(stage, Said.expect("INFO")).plain(peer -> {
                    peer.send(UpgradeAnswer.to(peer.readHead()).text() + "\u0081\u0004INFO");
                    Said.farewell(peer);
                }));
        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(result.conversation().timeToFirstMessage())
                .isPositive()
                .isLessThanOrEqualTo(result.timings().total());
    }

    @Test
    void messageInThePacketOfThe101ThatNobodyWaitsForHasATime() throws Exception {
        ProbeResult result =
                probe(stage -> stage.with(stage.module().with(Conversation.NONE.withHold(Duration.ofMillis(50))))
                        .plain(peer -> {
                            peer.send(UpgradeAnswer.to(peer.readHead()).text() + "\u0081\u0004INFO");
                            peer.sendFrame(Said.PONG, peer.readFrame().payload());
                            Said.farewell(peer);
                        }));
        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(result.conversation().timeToFirstMessage()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {12592, 1005, 1006, 1015, 999, 5000, 0, 65535})
    void closeCodeThatMustNotBeOnTheWireIsReportedAsItCame(int code) throws Exception {
        ProbeResult result = probe(stage -> stage.plain(peer -> {
            peer.upgrade();
            peer.readFrame();
            peer.sendClose(code, "00");
            peer.fin();
        }));
        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(result.close()).isEqualTo(new CloseReport(code, "00", false));
        assertThat(result.log())
                .anyMatch(line -> line.message().contains("the code " + code + ", which must not be on the wire"));
    }

    @Test
    void wrongCodeIsNoAnswerWhereOneIsRequired() throws Exception {
        CloseSettings required = new CloseSettings(1000, Duration.ofSeconds(5), true);
        ProbeResult result =
                probe(stage -> stage.with(stage.module().with(required)).plain(peer -> {
                    peer.upgrade();
                    peer.readFrame();
                    peer.sendClose(1006, "");
                    peer.fin();
                }));
        assertThat(failed(result, Phase.CLOSE, Reason.CLOSE_NOT_ANSWERED).detail())
                .startsWith(
                        "our Close 1000 was not answered: the server sent a Close frame with the code 1006, which must")
                .endsWith(" (expected: a Close of the server)");
        assertThat(result.close()).isEqualTo(new CloseReport(1006, null, false));
    }

    static List<String> grants() {
        return List.of(
                "HTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.0 200 Connection established\r\n\r\n",
                "HTTP/1.1 201 Created\r\n\r\n",
                "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 203 Yes\r\nContent-Length: 1000\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 205 Reset\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 206 Partial\n\n",
                "HTTP/1.1 299 Warned\r\nVia: a\r\n  b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 7\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("grants")
    void tunnelIsOpenAfterAnyTwoHundred(String grant) throws Exception {
        ProbeResult result = probe(stage -> {
            ScriptedServer proxy = stage.server(ScriptedServer.plain(peer -> {
                peer.readHead();
                peer.send(grant);
                peer.upgrade();
                Said.farewell(peer);
            }));
            return stage.through("http://127.0.0.1:" + proxy.port()).request("ws://far.example:9/");
        });
        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(result.close()).isEqualTo(new CloseReport(1000, null, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 201 Created\r\nVia: x\r\n", "HTTP/1.1 100 Continue\r\n\r\n"})
    void tunnelIsNotOpenBeforeTheEndOfTheHead(String answer) throws Exception {
        ProbeResult result = probe(stage -> through(stage, answer));
        failed(result, Phase.PROXY, Reason.PROXY_PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.0 403 Forbidden\n\nno",
                "HTTP/1.1 403 Forbidden\r\nServer: squid\r\n",
                "HTTP/1.1 403 Forbidden\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"
            })
    void refusalOfAProxyHasItsStatus(String answer) throws Exception {
        ProbeResult result = probe(stage -> through(stage, answer));
        assertThat(failed(result, Phase.PROXY, Reason.PROXY_REFUSED).detail())
                .startsWith("the proxy answered CONNECT with status 403 Forbidden (expected: 200)");
    }

    @Test
    void refusalOfAProxyShowsItsBody() throws Exception {
        ProbeResult squid = probe(stage -> through(
                stage,
                "HTTP/1.1 503 Service Unavailable\r\nServer: squid\r\n\r\n<html><head><title>ERROR</title></head>"
                        + "<body><p>Unable to determine IP address from host name far.example</p></body></html>"));
        assertThat(failed(squid, Phase.PROXY, Reason.PROXY_REFUSED).detail())
                .endsWith(" (expected: 200); body: Unable to determine IP address from host name far.example");
        ProbeResult login = probe(stage -> through(stage, "HTTP/1.1 407 Who\r\nContent-Length: 9\r\n\r\nlog in: x"));
        assertThat(failed(login, Phase.PROXY, Reason.PROXY_AUTH_REQUIRED).detail())
                .endsWith("status 407 Who; body: log in: x");
        assertThat(login.timings().phases()).containsKey(Phase.PROXY).doesNotContainKey(Phase.UPGRADE);
    }

    private static dev.websocketexporter.probe.ProbeRequest through(Stage stage, String answer) throws IOException {
        ScriptedServer proxy = stage.server(ScriptedServer.plain(saying(answer)));
        return stage.through("http://127.0.0.1:" + proxy.port()).request("ws://far.example:9/");
    }
}
