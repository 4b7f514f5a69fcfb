package dev.websocketexporter.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.run.Causes.Asked;
import dev.websocketexporter.engine.run.Causes.End;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each cause with its sign, and its neighbours, of which it must not be said. */
class CausesTest {
    private static final Asked PLAIN = new Asked(false, List.of(), null);
    private static final Asked SECURE = new Asked(true, List.of(), null);
    private static final Asked WITH_ORIGIN = new Asked(false, List.of(), "https://x.example");
    private static final Asked WITH_SUBPROTOCOL = new Asked(false, List.of("a"), null);
    private static final Asked WITH_BOTH = new Asked(false, List.of("a", "b"), "https://x.example");

    @Test
    void serversOfOtherKeysAreToldInTheirOwnWords() {
        assertThat(Causes.ofServerIn("token_url", "tls/not_tls: \"HTTP/1.1\"" + Causes.SPEAKS_HTTP))
                .isEqualTo("tls/not_tls: \"HTTP/1.1\"; this port speaks HTTP: use http in token_url");
        assertThat(Causes.ofServerIn("proxy_url", "perhaps " + Causes.NO_TLS_PORT + ", or"))
                .isEqualTo("perhaps a port without TLS (http in proxy_url), or");
    }

    @Test
    void endWithoutAByteMayBeATlsPortASubprotocolOrNoHttp() {
        assertThat(Causes.ofEnd(End.FIN, PLAIN))
                .isEqualTo(
                        "; nothing but an end came back on this port: perhaps a TLS port (wss), a server that wants a"
                                + " subprotocol (none was offered) or another path, a proxy without a living server behind it,"
                                + " or no HTTP");
        assertThat(Causes.ofEnd(End.RST, PLAIN)).startsWith("; nothing but a reset came back on this port: ");
    }

    @Test
    void endBehindTlsIsNoTlsPort() {
        assertThat(Causes.ofEnd(End.FIN, SECURE))
                .startsWith("; nothing but an end came back through TLS: perhaps a server that wants a subprotocol")
                .doesNotContain("TLS port");
    }

    @Test
    void subprotocolsThatWereOfferedMayBeUnknown() {
        assertThat(Causes.ofEnd(End.FIN, WITH_SUBPROTOCOL))
                .contains(" a server that does not know the subprotocol offered (a) or the path,")
                .doesNotContain("none was offered");
        assertThat(Causes.ofEnd(End.FIN, WITH_BOTH)).contains("does not know any of the subprotocols offered (a, b)");
    }

    @Test
    void silenceMayBeAPathThatNobodyHandlesOrAMissingOrigin() {
        assertThat(Causes.ofSilence(PLAIN))
                .isEqualTo(
                        "; not one byte of it came: perhaps a server that hangs, or in which nothing handles this path"
                                + " (Node.js leaves such an upgrade unanswered), or one that wants an Origin (none was sent)");
        assertThat(Causes.ofSilence(WITH_ORIGIN))
                .contains("nothing handles this path")
                .doesNotContain("Origin");
    }

    @Test
    void endInAnswerToAClientHelloMayBeAPortWithoutTls() {
        assertThat(Causes.ofEndInsteadOfTls())
                .isEqualTo("; nothing but an end came back to the ClientHello: perhaps a port without TLS (ws), or a"
                        + " proxy without a living server behind it")
                .contains(Causes.NO_TLS_PORT);
    }

    @Test
    void whatAPeerSaidIsOnOneLineAndCut() {
        assertThat(Causes.quoted("a\r\n\u001b\"b\"")).isEqualTo("\"a\\r\\n\\x1b\\\"b\\\"\"");
        assertThat(Causes.quoted("x".repeat(1_000))).hasSizeLessThan(110).endsWith("x\"…");
    }

    @Test
    void wholeListInTheAnswerIsNoSelection() {
        List<String> offered = List.of("a", "b");
        for (List<String> echo : List.of(List.of("a, b"), List.of("a,b"), List.of("a", "b"))) {
            assertThat(Causes.ofSelection(echo, offered))
                    .contains("repeats the whole list")
                    .contains("offer exactly one");
        }
        assertThat(Causes.ofSelection(List.of("c"), offered)).isEmpty();
        assertThat(Causes.ofSelection(List.of("b, a"), offered)).isEmpty();
        assertThat(Causes.ofSelection(List.of("c"), List.of("a"))).isEmpty();
    }

    @Test
    void noSelectionFromAListMayBeOneThatWasNotReadAsSuch() {
        assertThat(Causes.ofNoSelection(List.of("a", "b"))).endsWith(": offer exactly one");
        assertThat(Causes.ofNoSelection(List.of("a"))).isEqualTo("; it may not know it");
    }

    @Test
    void alertOfTlsInsteadOfHttpIsATlsPort() {
        String alert = "something that is not HTTP: \"\\x15\\x03\\x01\\x00\\x02\\x02F\"";
        assertThat(Causes.ofNoHttp(alert, PLAIN)).isEqualTo("; this port speaks TLS: use wss");
        assertThat(Causes.ofNoHttp(alert, SECURE)).isEmpty();
        assertThat(Causes.ofNoHttp("something that is not HTTP: \"SSH-2.0\"", PLAIN))
                .isEmpty();
    }

    @Test
    void httpInsteadOfTlsIsAPortForWs() {
        assertThat(Causes.ofNoTls("\"HTTP/1.1 400 Bad Request\\r\\n\"")).isEqualTo("; this port speaks HTTP: use ws");
        assertThat(Causes.ofNoTls("\"SSH-2.0-OpenSSH\\r\\n\"")).isEmpty();
        assertThat(Causes.ofNoTls("\"220 HTTP/1.1\"")).isEmpty();
    }
}
