package dev.websocketexporter.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.run.Causes.Asked;
import dev.websocketexporter.engine.run.Causes.End;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each cause with its sign, and its neighbours, of which it must not be said. */
class CausesTest {
    private static final Asked PLAIN = new Asked(false, List.of(), false);
    private static final Asked SECURE = new Asked(true, List.of(), false);
    private static final Asked WITH_ORIGIN = new Asked(false, List.of(), true);
    private static final Asked WITH_SUBPROTOCOL = new Asked(false, List.of("a"), false);
    private static final Asked WITH_BOTH = new Asked(false, List.of("a", "b"), true);

    private static String refused(int status, Asked asked) {
        return Causes.ofStatus(status, asked, List.of(), "nginx");
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "400 The plain HTTP request was sent to HTTPS port nginx/1.22.1",
                "Reason: You're speaking plain HTTP to an SSL-enabled server port.",
                "Client sent an HTTP request to an HTTPS server.",
                "Bad Request This combination of host and port requires TLS.",
                "The client sent a plain HTTP request, but this server only speaks HTTPS on this port."
            })
    void portThatWantsTlsIsKnownByItsWords(String text) {
        assertThat(Causes.ofStatus(400, PLAIN, List.of(), text)).isEqualTo("; this port speaks TLS: use wss");
        assertThat(Causes.ofStatus(400, SECURE, List.of(), text)).doesNotContain("use wss");
        assertThat(Causes.ofStatus(404, PLAIN, List.of(), text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bad Request", "use HTTPS", "TLS 1.3", "this resource requires HTTPS", "HTTP/1.0"})
    void otherWordsAreNoSignOfTls(String text) {
        assertThat(Causes.ofStatus(400, PLAIN, List.of(), text)).doesNotContain("wss");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 501})
    void subprotocolThatARefusalNamesIsTheOneToOffer(int status) {
        assertThat(Causes.ofStatus(status, PLAIN, List.of("sip"), ""))
                .isEqualTo("; the answer names the subprotocol \"sip\": offer it");
        assertThat(Causes.ofStatus(status, WITH_SUBPROTOCOL, List.of("sip", "msrp"), ""))
                .isEqualTo("; the answer names the subprotocol \"sip, msrp\": offer it");
    }

    @Test
    void subprotocolThatWasOfferedIsNotToBeOffered() {
        assertThat(Causes.ofStatus(401, WITH_SUBPROTOCOL, List.of("a"), "")).isEmpty();
        assertThat(Causes.ofStatus(400, WITH_BOTH, List.of("b", "a", ""), "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 426, 500})
    void otherStatusesSayNothingOfSubprotocolsAndOrigins(int status) {
        assertThat(Causes.ofStatus(status, PLAIN, List.of("sip"), "")).isEmpty();
        assertThat(refused(status, PLAIN)).isEmpty();
    }

    @Test
    void whatWasNotSentMayBeWanted() {
        for (int status : new int[] {400, 403}) {
            assertThat(refused(status, PLAIN)).isEqualTo("; it may want a subprotocol or an Origin (none was sent)");
            assertThat(refused(status, WITH_ORIGIN)).isEqualTo("; it may want a subprotocol (none was offered)");
            assertThat(refused(status, WITH_SUBPROTOCOL)).isEqualTo("; it may want an Origin (none was sent)");
            assertThat(refused(status, WITH_BOTH)).isEmpty();
        }
        assertThat(refused(501, PLAIN)).isEqualTo("; it may want a subprotocol (none was offered)");
        assertThat(refused(501, WITH_SUBPROTOCOL)).isEmpty();
        assertThat(refused(401, PLAIN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"502, cannot reach", "503, is down", "504, too slow"})
    void proxyAnswersForADeadServer(int status, String words) {
        assertThat(refused(status, PLAIN)).contains("a proxy").contains(words);
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
