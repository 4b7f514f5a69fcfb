package dev.websocketexporter.engine;

import static dev.websocketexporter.engine.AnswerRows.saying;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.module.SuccessCriteria;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What real servers do when something is wrong, and the cause that the detail then names. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
class CausesIT {
    private static final Script END = peer -> {
        peer.readHead();
        peer.fin();
    };

    @TempDir
    private static Path directory;

    private static GridProbes probes;

    @BeforeAll
    static void start() throws Exception {
        probes = GridProbes.open(directory);
    }

    @AfterAll
    static void stop() {
        probes.close();
    }

    private static ProbeResult probe(GridRow.Scene scene) throws Exception {
        return probes.probe(scene);
    }

    private static String detail(Phase phase, Reason reason, GridRow.Scene scene) throws Exception {
        return probes.detail(phase, reason, scene);
    }

    private static String processing(Reason reason, GridRow.Scene scene) throws Exception {
        return detail(Phase.UPGRADE, reason, scene);
    }

    @Test
    void endWithoutAByte() throws Exception {
        assertThat(processing(Reason.CONNECTION_CLOSED, stage -> stage.plain(END)))
                .isEqualTo(
                        "the server closed the connection before the head of the response was complete; nothing but an"
                                + " end came back on this port: perhaps a TLS port (wss), a server that wants a subprotocol (none"
                                + " was offered) or another path, a proxy without a living server behind it, or no HTTP");
        assertThat(processing(
                        Reason.CONNECTION_CLOSED,
                        stage -> stage.subprotocols("mqtt").plain(END)))
                .contains("a server that does not know the subprotocol offered (mqtt) or the path");
        assertThat(processing(
                        Reason.CONNECTION_CLOSED,
                        stage -> stage.header("Sec-WebSocket-Protocol", "a, b").plain(END)))
                .contains("does not know any of the subprotocols offered (a, b)");
    }

    @Test
    void endWithoutAByteThroughTls() throws Exception {
        assertThat(processing(
                        Reason.CONNECTION_CLOSED,
                        stage -> stage.secure(stage.world().goodTls(), END)))
                .contains("; nothing but an end came back through TLS: ")
                .doesNotContain("TLS port");
    }

    @Test
    void resetWithoutAByte() throws Exception {
        assertThat(processing(
                        Reason.CONNECTION_RESET,
                        stage -> stage.plain(peer -> {
                            peer.readHead();
                            peer.reset();
                        })))
                .contains("; nothing but a reset came back on this port: perhaps a TLS port");
    }

    @Test
    void endInsideOfAnAnswerIsNoEndWithoutAByte() throws Exception {
        for (String begun : List.of("H", "HTTP/1.1 40", "\r\n", "HTTP/1.1 100 Continue\r\n\r\n")) {
            assertThat(processing(Reason.CONNECTION_CLOSED, stage -> stage.plain(saying(begun))))
                    .as(begun)
                    .endsWith("before the head of the response was complete");
        }
    }

    @Test
    void refusalThatNamesASubprotocol() throws Exception {
        Script kamailio =
                saying("HTTP/1.1 400 Bad Request\r\nSec-WebSocket-Protocol: sip\r\nContent-Length: 0\r\n\r\n");
        assertThat(processing(Reason.UNEXPECTED_STATUS, stage -> stage.plain(kamailio)))
                .endsWith(" (expected: 101); the answer names the subprotocol \"sip\": offer it");
        assertThat(processing(
                        Reason.UNEXPECTED_STATUS,
                        stage -> stage.subprotocols("sip").plain(kamailio)))
                .endsWith(" (expected: 101); it may want an Origin (none was sent), or may want another path");
    }

    @Test
    void refusalOfARequestThatLacksSomething() throws Exception {
        Script refusal = saying("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
        assertThat(processing(Reason.UNEXPECTED_STATUS, stage -> stage.plain(refusal)))
                .endsWith(
                        " (expected: 101); it may want a subprotocol or an Origin (none was sent), or another path; body: no");
        assertThat(processing(
                        Reason.UNEXPECTED_STATUS,
                        stage -> stage.header("Origin", "https://a.example").plain(refusal)))
                .endsWith(" (expected: 101); it may not allow the Origin https://a.example, or may want a subprotocol"
                        + " (none was offered), or may want another path; body: no");
        assertThat(processing(
                        Reason.UNEXPECTED_STATUS,
                        stage -> stage.header("Origin", "https://a.example")
                                .plain(saying("HTTP/1.1 403 Forbidden\r\nContent-Length: 10\r\n\r\nbad origin"))))
                .endsWith("; its answer is about the Origin: it does not allow https://a.example; body: bad origin");
        assertThat(processing(Reason.UNEXPECTED_STATUS, stage -> stage.plain(saying("HTTP/1.1 404 Not Found\r\n\r\n"))))
                .endsWith(" 404 (expected: 101)");
    }

    @Test
    void redirectThatIsNotFollowed() throws Exception {
        Script toTls = peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 301 Moved Permanently\r\nLocation: https://127.0.0.1/chat?token=abcdefghijkl\r\n\r\n");
        };
        assertThat(processing(Reason.UNEXPECTED_STATUS, stage -> stage.plain(toTls)))
                .endsWith("; it redirects to \"https://127.0.0.1/chat?token=<secret>\": use wss");
        assertThat(processing(
                        Reason.UNEXPECTED_STATUS,
                        stage -> stage.plain(saying("HTTP/1.1 302 Found\r\nLocation: https://sso.example/\r\n\r\n"))))
                .endsWith("; it redirects to \"https://sso.example/\"");
    }

    @Test
    void reasonInAFieldOfTheRefusal() throws Exception {
        assertThat(processing(
                        Reason.UNEXPECTED_STATUS,
                        stage -> stage.plain(
                                saying("HTTP/1.1 403 Forbidden\r\nX-WebSocket-Reject-Reason: no room\r\n\r\n"))))
                .endsWith("; its X-WebSocket-Reject-Reason: \"no room\"");
    }

    @Test
    void portForTlsThatAnswersInHttp() throws Exception {
        assertThat(processing(
                        Reason.UNEXPECTED_STATUS,
                        stage -> stage.plain(saying("HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an"
                                + " HTTPS server.\n"))))
                .contains(" (expected: 101); this port speaks TLS: use wss; body: Client sent");
    }

    @Test
    void portForTlsThatAnswersWithAnAlert() throws Exception {
        assertThat(processing(
                        Reason.INVALID_HTTP_RESPONSE,
                        stage -> stage.plain(saying("\u0015\u0003\u0001\u0000\u0002\u0002F"))))
                .endsWith("; this port speaks TLS: use wss");
    }

    @Test
    void portForHttpThatIsAskedForTls() throws Exception {
        Script plain = peer -> {
            peer.readTlsRecord();
            peer.send("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
            peer.silence();
        };
        assertThat(detail(Phase.TLS, Reason.NOT_TLS, stage -> stage.insecureAsSecure(plain)))
                .endsWith("; this port speaks HTTP: use ws");
        assertThat(detail(Phase.PROXY, Reason.PROXY_PROTOCOL_ERROR, stage -> {
                    ScriptedServer proxy = stage.server(ScriptedServer.plain(plain));
                    return stage.through("https://localhost:" + proxy.port()).request("ws://far.example:9/");
                }))
                .endsWith("; this port speaks HTTP: use http in proxy_url");
    }

    @Test
    void proxyOfADeadServer() throws Exception {
        assertThat(processing(
                        Reason.UNEXPECTED_STATUS, stage -> stage.plain(saying("HTTP/1.1 502 Bad Gateway\r\n\r\n"))))
                .contains("; a proxy answers for a server that it cannot reach");
    }

    @Test
    void refusalThatIsWantedHasNoCause() throws Exception {
        ProbeResult result = probe(
                stage -> stage.validStatusCodes(403).plain(saying("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")));
        assertThat(result.failure()).isNull();
    }

    private static Script selecting(String value) {
        return peer -> {
            String right = UpgradeAnswer.to(peer.readHead()).text();
            peer.send(right.replaceFirst("\r\n", "\r\nSec-WebSocket-Protocol: " + value + "\r\n"));
            Said.farewell(peer);
        };
    }

    @Test
    void wholeListInTheAnswer() throws Exception {
        assertThat(processing(
                        Reason.UNEXPECTED_SUBPROTOCOL,
                        stage -> stage.subprotocols("a", "b").plain(selecting("a, b"))))
                .endsWith(" (offered: a, b); the server repeats the whole list, and may know none of it: offer exactly"
                        + " one");
    }

    @Test
    void noSelectionWhereOneIsRequired() throws Exception {
        SuccessCriteria required = new SuccessCriteria(Set.of(101), SuccessCriteria.TlsDemand.NONE, List.of(), true);
        assertThat(processing(
                        Reason.MISSING_SUBPROTOCOL,
                        stage -> stage.subprotocols("a", "b")
                                .with(stage.module().with(required))
                                .plain(Peer::upgrade)))
                .endsWith("; it may know none of them, or take the list for one name: offer exactly one");
    }

    @Test
    void firstOfThoseOfferedIsInTheLogAlone() throws Exception {
        ProbeResult first = probe(stage -> stage.subprotocols("a", "b").plain(selecting("a")));
        assertThat(first.failure()).isNull();
        assertThat(first.log().stream().map(LogLine::message))
                .contains("the server selected \"a\", the first one offered: it may not know any");
        ProbeResult second = probe(stage -> stage.subprotocols("a", "b").plain(selecting("b")));
        assertThat(second.log().stream().map(LogLine::message)).noneMatch(line -> line.contains("it may not know"));
        ProbeResult only = probe(stage -> stage.subprotocols("a").plain(selecting("a")));
        assertThat(only.log().stream().map(LogLine::message))
                .contains("the server selected \"a\", the only one offered: it may not know it");
    }
}
