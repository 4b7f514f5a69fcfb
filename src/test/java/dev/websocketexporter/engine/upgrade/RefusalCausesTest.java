package dev.websocketexporter.engine.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.run.Causes.Asked;
import dev.websocketexporter.engine.upgrade.RefusalCauses.Answer;
import dev.websocketexporter.engine.upgrade.RefusalCauses.Location;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each status may mean, by what stands beside it, and the answers of which it must not be said. */
class RefusalCausesTest {
    private static final Asked PLAIN = new Asked(false, List.of(), null);
    private static final Asked SECURE = new Asked(true, List.of(), null);
    private static final Asked WITH_ORIGIN = new Asked(false, List.of(), "https://x.example");
    private static final Asked WITH_SUBPROTOCOL = new Asked(false, List.of("a"), null);
    private static final Asked WITH_BOTH = new Asked(false, List.of("a", "b"), "https://x.example");

    private static String refused(int status, Asked asked) {
        return of(status, asked, List.of(), "");
    }

    private static String of(int status, Asked asked, List<String> named, String body) {
        return RefusalCauses.of(new Answer(status, named, "nginx", "", null, body), asked);
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
        assertThat(of(400, PLAIN, List.of(), text)).isEqualTo("; this port speaks TLS: use wss");
        assertThat(of(400, SECURE, List.of(), text)).doesNotContain("use wss");
        assertThat(of(404, PLAIN, List.of(), text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bad Request", "use HTTPS", "TLS 1.3", "this resource requires HTTPS", "HTTP/1.0"})
    void otherWordsAreNoSignOfTls(String text) {
        assertThat(of(400, PLAIN, List.of(), text)).doesNotContain("wss");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 501})
    void subprotocolThatARefusalNamesIsTheOneToOffer(int status) {
        assertThat(of(status, PLAIN, List.of("sip"), ""))
                .isEqualTo("; the answer names the subprotocol \"sip\": offer it");
        assertThat(of(status, WITH_SUBPROTOCOL, List.of("sip", "msrp"), ""))
                .isEqualTo("; the answer names the subprotocol \"sip, msrp\": offer it");
    }

    @Test
    void subprotocolThatWasOfferedIsNotToBeOffered() {
        assertThat(of(401, WITH_SUBPROTOCOL, List.of("a"), "")).isEmpty();
        assertThat(of(400, WITH_BOTH, List.of("b", "a", ""), "")).doesNotContain("offer it");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404, 500})
    void otherStatusesSayNothingOfSubprotocolsAndOrigins(int status) {
        for (Asked asked : List.of(PLAIN, WITH_BOTH)) {
            assertThat(refused(status, asked)).isEmpty();
            assertThat(of(status, asked, List.of(), "no such origin")).isEmpty();
        }
        assertThat(of(404, PLAIN, List.of("sip"), "")).isEmpty();
    }

    @Test
    void whatWasNotSentMayBeWanted() {
        for (int status : new int[] {400, 403}) {
            assertThat(refused(status, PLAIN))
                    .isEqualTo("; it may want a subprotocol or an Origin (none was sent), or another path");
        }
        assertThat(refused(400, WITH_ORIGIN))
                .isEqualTo("; it may want a subprotocol (none was offered), or may want another path");
        assertThat(refused(501, PLAIN)).isEqualTo("; it may want a subprotocol (none was offered)");
        assertThat(refused(501, WITH_ORIGIN)).isEqualTo("; it may want a subprotocol (none was offered)");
    }

    @Test
    void originThatWasSentMayNotBeAllowed() {
        assertThat(refused(403, WITH_ORIGIN))
                .isEqualTo(
                        "; it may not allow the Origin https://x.example, or may want a subprotocol (none was offered),"
                                + " or may want another path");
        assertThat(refused(403, WITH_BOTH))
                .isEqualTo("; it may not allow the Origin https://x.example, or may not know any of the subprotocols"
                        + " offered (a, b), or may want another path");
        assertThat(of(403, WITH_BOTH, List.of("a"), ""))
                .isEqualTo("; it may not allow the Origin https://x.example, or may want another path");
        assertThat(refused(400, WITH_BOTH)).doesNotContain("Origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cross origin websockets not allowed", "Invalid Origin header", "origins: none", "ORIGIN"})
    void bodyThatSpeaksOfTheOriginLeavesNoOtherGuess(String body) {
        for (int status : new int[] {400, 403}) {
            assertThat(of(status, WITH_BOTH, List.of(), body))
                    .isEqualTo("; its answer is about the Origin: it does not allow https://x.example");
            assertThat(of(status, WITH_SUBPROTOCOL, List.of(), body))
                    .isEqualTo("; its answer is about the Origin: none was sent");
        }
        assertThat(of(501, WITH_BOTH, List.of(), body)).doesNotContain("Origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "the original request", "the origin server said no", "an origin web server"})
    void otherWordsAreNotAboutTheOrigin(String body) {
        assertThat(of(403, WITH_ORIGIN, List.of(), body)).startsWith("; it may not allow the Origin ");
    }

    @Test
    void subprotocolThatWasOfferedMayBeUnknown() {
        for (int status : new int[] {400, 403}) {
            assertThat(refused(status, WITH_SUBPROTOCOL))
                    .isEqualTo("; it may not know the subprotocol offered (a), or may want an Origin (none was sent),"
                            + " or may want another path");
        }
        assertThat(refused(501, WITH_SUBPROTOCOL)).isEqualTo("; it may not know the subprotocol offered (a)");
        assertThat(refused(400, WITH_BOTH))
                .isEqualTo("; it may not know any of the subprotocols offered (a, b), or may want another path");
        assertThat(of(400, WITH_BOTH, List.of("b"), "")).as("it knows one").isEqualTo("; it may want another path");
        assertThat(of(400, WITH_SUBPROTOCOL, List.of("a"), ""))
                .isEqualTo("; it may want an Origin (none was sent), or may want another path");
    }

    @Test
    void wishForAnUpgradeIsAnUpgradeThatDidNotArrive() {
        assertThat(refused(426, WITH_BOTH))
                .isEqualTo(
                        "; it asks for an upgrade, so that the request may have come without it: perhaps a proxy on the"
                                + " way does not pass it on");
    }

    @ParameterizedTest
    @CsvSource({"502, cannot reach", "503, is down", "504, too slow"})
    void proxyAnswersForADeadServer(int status, String words) {
        assertThat(refused(status, PLAIN))
                .contains("a proxy")
                .contains(words)
                .endsWith("(its Server field: \"nginx\")");
        assertThat(RefusalCauses.of(new Answer(status, List.of(), "", "", null, ""), PLAIN))
                .contains(words)
                .doesNotContain("Server");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirectNamesItsPlace(int status) {
        assertThat(redirect(status, new Location("https://a.example/b", true)))
                .isEqualTo("; it redirects to \"https://a.example/b\": use wss");
        assertThat(redirect(status, new Location("https://other.example/b", false)))
                .isEqualTo("; it redirects to \"https://other.example/b\"");
        assertThat(redirect(status, new Location("/a\u001b\r\n?token=abc", false)))
                .isEqualTo("; it redirects to \"/a\\x1b\\r\\n?token=<secret>\"");
        assertThat(redirect(status, null)).isEqualTo("; a redirect without Location");
    }

    @Test
    void placeOfAnotherAnswerIsNotNamed() {
        assertThat(redirect(201, new Location("/a", true))).isEmpty();
        assertThat(redirect(304, new Location("/a", true))).isEmpty();
    }

    private static String redirect(int status, @Nullable Location location) {
        return RefusalCauses.of(new Answer(status, List.of(), "nginx", "", location, ""), PLAIN);
    }

    @Test
    void reasonThatTheServerGivesIsShownInsteadOfAGuess() {
        for (int status : new int[] {400, 403, 404, 500, 503}) {
            assertThat(RefusalCauses.of(
                            new Answer(status, List.of("sip"), "", "no \"room\"\n" + "x".repeat(999), null, ""), PLAIN))
                    .startsWith("; its X-WebSocket-Reject-Reason: \"no \\\"room\\\"\\nxxx")
                    .endsWith("x\"…")
                    .hasSizeLessThan(150);
        }
    }
}
