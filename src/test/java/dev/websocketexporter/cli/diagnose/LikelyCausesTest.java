package dev.websocketexporter.cli.diagnose;

import static dev.websocketexporter.cli.diagnose.Found.certificate;
import static dev.websocketexporter.cli.diagnose.Found.refused;
import static dev.websocketexporter.cli.diagnose.Found.works;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.websocketexporter.cli.diagnose.LikelyCause.Kind;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.module.HttpVersion;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.module.ProxySettings;
import dev.websocketexporter.probe.module.ProxySettings.NoProxy;
import dev.websocketexporter.probe.module.UpgradeSettings;
import dev.websocketexporter.probe.report.AddressesReport.Verdict;
import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.render.terminal.TerminalStyle;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule from values: what was found, and the sentence that follows. */
class LikelyCausesTest {
    private static final CertificateFacts LEAF = certificate("CN=chat.example.com", "CN=R10");
    private static final Failure OWN = new Failure(Phase.CONNECT, Reason.EXPORTER_LIMIT, "no descriptor");
    private static final Found RESET = works().failing(Phase.TLS, Reason.CONNECTION_RESET, "reset");
    private static final Found SILENT = works().failing(Phase.UPGRADE, Reason.TIMEOUT, "nothing came");

    @ParameterizedTest(name = "{0}")
    @MethodSource({"way", "tls", "opening", "answers", "successes"})
    void followsFrom(String name, Diagnosis diagnosis, Kind kind, String said) {
        LikelyCause cause = LikelyCauses.of(diagnosis);
        assertThat(cause.sentence()).contains(said);
        assertThat(cause.kind()).isEqualTo(kind);
    }

    private static Arguments row(String name, Diagnosis diagnosis, Kind kind, String said) {
        return arguments(name, diagnosis, kind, said);
    }

    static Stream<Arguments> way() {
        Failure refusal = new Failure(Phase.CONNECT, Reason.CONNECTION_REFUSED, "refused");
        Failure noRoute = new Failure(Phase.CONNECT, Reason.UNREACHABLE, "no route");
        Found unreached = works().failing(Phase.CONNECT, Reason.TIMEOUT, "late");
        return Stream.of(
                row(
                        "a limit of the exporter is no target's fault",
                        works().failing(Phase.CONNECT, Reason.EXPORTER_LIMIT, "no descriptor")
                                .diagnosis(),
                        Kind.OWN,
                        "on this side, not the target's: no descriptor"),
                row(
                        "a token that cannot be had is no target's fault",
                        works().failing(Phase.AUTH, Reason.AUTHENTICATION_SETUP, "no token")
                                .diagnosis(),
                        Kind.OWN,
                        "no token"),
                row(
                        "two of three addresses are bad",
                        unreached.diagnosis(works().addresses(
                                        verdict("192.0.2.1", refusal),
                                        verdict("192.0.2.2", refusal),
                                        verdict("192.0.2.3", null))
                                .as(Change.EACH_ADDRESS)),
                        Kind.ADDRESS,
                        "2 addresses are bad: 192.0.2.1 fails with connect/connection_refused, 192.0.2.2 fails with"
                                + " connect/connection_refused, while 192.0.2.3 works"),
                row(
                        "a family is bad, from here",
                        unreached.diagnosis(
                                works().addresses(verdict("2001:db8::1", noRoute), verdict("192.0.2.3", null))
                                        .as(Change.EACH_ADDRESS)),
                        Kind.FAMILY,
                        "Only IPv6 is bad: 2001:db8::1 fails with connect/unreachable, while 192.0.2.3 works, from here:"
                                + " this machine may have no route"),
                row(
                        "addresses explain why it does not always fail",
                        unreached.diagnosis(
                                works().addresses(verdict("192.0.2.1", refusal), verdict("192.0.2.3", null))
                                        .as(Change.EACH_ADDRESS),
                                works().as(Change.NOTHING)),
                        Kind.ADDRESS,
                        "One address is bad"),
                row(
                        "the other family works",
                        unreached.dialling("2001:db8::1").diagnosis(works().as(Change.IP4_ONLY)),
                        Kind.FAMILY,
                        "Only IPv6 is bad: it (2001:db8::1) fails with connect/timeout, while IPv4 works"),
                row(
                        "the other family gets further",
                        unreached.diagnosis(refused(404).as(Change.IP6_ONLY)),
                        Kind.FAMILY,
                        "while IPv6 gets further (processing/unexpected_status (404))"),
                row(
                        "it does not always fail, so that no trial proves anything",
                        refused(503).diagnosis(works().as(Change.OWN_ORIGIN), works().as(Change.NOTHING)),
                        Kind.NOT_REPEATED,
                        "first fails with processing/unexpected_status (503) and then succeeds"),
                row(
                        "the proxy is in the way",
                        works().failing(Phase.PROXY, Reason.PROXY_REFUSED, "403")
                                .diagnosis(works().as(Change.NO_PROXY)),
                        Kind.PROXY_IN_THE_WAY,
                        "through it the probe fails with proxy/proxy_refused, without it the probe succeeds"),
                row(
                        "the proxy is needed",
                        unreached.diagnosis(works().as(Change.PROXY, "through the proxy http://proxy:3128")),
                        Kind.PROXY_NEEDED,
                        "reached through the proxy http://proxy:3128 only"),
                row(
                        "the module's own proxy is needed, which it keeps from this target",
                        works(avoidingItsProxy())
                                .failing(Phase.CONNECT, Reason.TIMEOUT, "late")
                                .diagnosis(works().as(Change.PROXY, "through the proxy http://proxy:3128")),
                        Kind.PROXY_NEEDED,
                        "change no_proxy in the module, which keeps this target from its proxy_url"),
                row(
                        "an address that this side could not dial is not bad",
                        unreached.diagnosis(works().addresses(verdict("2001:db8::1", OWN), verdict("192.0.2.3", null))
                                .as(Change.EACH_ADDRESS)),
                        Kind.UNKNOWN,
                        "Nothing that was changed mends it: connect/timeout"),
                row(
                        "a family is not bad as a whole if this side could not dial all of it",
                        unreached.diagnosis(works().addresses(
                                        verdict("2001:db8::1", refusal),
                                        verdict("2001:db8::2", OWN),
                                        verdict("192.0.2.3", null))
                                .as(Change.EACH_ADDRESS)),
                        Kind.ADDRESS,
                        "One address is bad: 2001:db8::1"),
                row(
                        "a failure of this side is no way further",
                        unreached.diagnosis(ofThisSide(Phase.UPGRADE).as(Change.IP6_ONLY)),
                        Kind.UNKNOWN,
                        "Nothing that was changed mends it: connect/timeout"),
                row(
                        "the proxy wants a login",
                        works().failing(Phase.PROXY, Reason.PROXY_AUTH_REQUIRED, "407 Basic")
                                .diagnosis(),
                        Kind.PROXY_AUTHENTICATION,
                        "wants a user name and a password (407 Basic)"));
    }

    private static ProbeModule avoidingItsProxy() {
        try {
            return Found.MODULE.with(new ProxySettings(
                    Proxy.parse("http://proxy:3128"), new NoProxy("chat.example.com"), false, List.of()));
        } catch (InvalidTargetException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Found ofThisSide(Phase phase) {
        return works().failing(phase, Reason.EXPORTER_LIMIT, "no descriptor");
    }

    /** Of each kind of trial that another question is asked of. */
    @ParameterizedTest
    @EnumSource(
            value = Change.class,
            names = {"PLAIN_GET", "EACH_ADDRESS"},
            mode = Mode.EXCLUDE)
    void failureOfThisSideIsNoDifference(Change change) {
        Trial trial = ofThisSide(Phase.CONNECT).as(change);
        Diagnosis works = works().diagnosis(trial);
        assertThat(LikelyCauses.of(works).kind()).isEqualTo(Kind.NONE);
        assertThat(LikelyCauses.of(works).sentence()).doesNotContain("exporter_limit");
        assertThat(works.hasDifference()).isFalse();
        assertThat(refused(403).diagnosis(trial).hasDifference()).isFalse();
    }

    @Test
    void addressThatThisSideCouldNotDialIsNoDifference() {
        Trial trial = works().addresses(verdict("192.0.2.1", null), verdict("192.0.2.2", OWN))
                .as(Change.EACH_ADDRESS);
        Diagnosis works = works().diagnosis(trial);
        assertThat(works.hasDifference()).isFalse();
        assertThat(LikelyCauses.of(works).kind()).isEqualTo(Kind.NONE);
        assertThat(new DiagnosisText(new TerminalStyle(80, Set.of())).trial(works.base(), trial))
                .contains("192.0.2.2")
                .doesNotContain("*");
    }

    private static Verdict verdict(String address, @Nullable Failure failure) {
        return new Verdict(Found.address(address), Duration.ofMillis(3), failure);
    }

    static Stream<Arguments> tls() {
        CertificateFacts named = certificate("CN=chat.example.com", "CN=R10", "http://r10.example/r10.der");
        CertificateFacts intermediate = certificate("CN=R10", "CN=Root");
        CertificateFacts other = certificate("CN=other.example", "CN=R10");
        Found distrusted = works().presenting(Reason.UNKNOWN_AUTHORITY, LEAF);
        Found misnamed = works().presenting(Reason.HOSTNAME_MISMATCH, other);
        return Stream.of(
                row(
                        "TLS 1.3 is not tolerated",
                        RESET.diagnosis(refused(403).as(Change.TLS_1_2_ONLY)),
                        Kind.TLS_1_3_INTOLERANCE,
                        "with TLS 1.2 only the probe fails with processing/unexpected_status (403)"),
                row(
                        "the server name is refused",
                        RESET.diagnosis(works().presenting(null, other).as(Change.NO_SERVER_NAME)),
                        Kind.SERVER_NAME_REFUSED,
                        "server name chat.example.com: with that SNI the probe fails with tls/connection_reset, without SNI"
                                + " it succeeds, with the certificate CN=other.example (for other.example)"),
                row(
                        "with the server name it is led elsewhere",
                        refused(421).diagnosis(works().as(Change.NO_SERVER_NAME)),
                        Kind.SERVER_NAME_REFUSED,
                        "with that SNI the probe fails with processing/unexpected_status (421), without SNI it succeeds"),
                row(
                        "an intermediate is missing, which the leaf names",
                        works().presenting(Reason.UNKNOWN_AUTHORITY, named)
                                .diagnosis(works().as(Change.NO_VERIFICATION)),
                        Kind.MISSING_INTERMEDIATE,
                        "does not send the certificate of CN=R10 (to be had at http://r10.example/r10.der), which issued its"
                                + " own, CN=chat.example.com"),
                row(
                        "an intermediate is missing, and the leaf does not say where it is",
                        distrusted.diagnosis(),
                        Kind.MISSING_INTERMEDIATE,
                        "certificate of CN=R10, which issued its own"),
                row(
                        "the root is not trusted",
                        works().presenting(Reason.UNKNOWN_AUTHORITY, LEAF, intermediate)
                                .diagnosis(),
                        Kind.UNTRUSTED_AUTHORITY,
                        "leads to no trusted root: detail of unknown_authority"),
                row(
                        "certificates that issue each other end somewhere",
                        works().presenting(Reason.UNKNOWN_AUTHORITY, LEAF, certificate("CN=R10", "CN=chat.example.com"))
                                .diagnosis(),
                        Kind.UNTRUSTED_AUTHORITY,
                        "leads to no trusted root"),
                row(
                        "the certificate of another name is the default",
                        misnamed.diagnosis(
                                works().presenting(null, other).as(Change.NO_SERVER_NAME),
                                works().as(Change.NO_VERIFICATION)),
                        Kind.WRONG_VIRTUAL_HOST,
                        "and the same without SNI"),
                row(
                        "the certificate of another name is chosen by SNI",
                        misnamed.diagnosis(works().presenting(null, LEAF).as(Change.NO_SERVER_NAME)),
                        Kind.WRONG_VIRTUAL_HOST,
                        "without SNI it is another, CN=chat.example.com"),
                row(
                        "the certificate of another name, and no more is known",
                        misnamed.diagnosis(),
                        Kind.CERTIFICATE,
                        "for another name than chat.example.com: CN=other.example"),
                row(
                        "going on without verification does not prove that SNI is refused",
                        works().presenting(Reason.CERTIFICATE_EXPIRED, LEAF)
                                .diagnosis(
                                        works().presenting(null, LEAF).as(Change.NO_SERVER_NAME),
                                        works().as(Change.NO_VERIFICATION)),
                        Kind.CERTIFICATE,
                        "(certificate_expired): detail of certificate_expired; without verification the probe succeeds"));
    }

    static Stream<Arguments> opening() {
        ProbeModule module = Found.MODULE;
        Found foreign = works(module.with(UpgradeSettings.DEFAULT.withOrigin("https://evil.example")))
                .failing(403);
        Found two = works(module.with(UpgradeSettings.DEFAULT.offering(List.of("a", "b"))))
                .failing(400);
        Found alone = works(module.with(UpgradeSettings.DEFAULT.offering(List.of("b"))));
        Found over2 = works(module.with(UpgradeSettings.DEFAULT.over(HttpVersion.HTTP_2)))
                .failing(Phase.UPGRADE, Reason.STREAM_RESET, "reset");
        return Stream.of(
                row(
                        "an Origin is demanded",
                        refused(403)
                                .diagnosis(
                                        works().as(Change.OWN_ORIGIN),
                                        refused(403).as(Change.NOTHING)),
                        Kind.ORIGIN_DEMANDED,
                        "with Origin: https://chat.example.com it succeeds"),
                row(
                        "an Origin is demanded by a 401",
                        refused(401).diagnosis(works().as(Change.OWN_ORIGIN)),
                        Kind.ORIGIN_DEMANDED,
                        "without one the probe fails with processing/unexpected_status (401)"),
                row(
                        "only the own Origin is allowed",
                        foreign.diagnosis(
                                works().as(Change.OWN_ORIGIN), refused(403).as(Change.NO_ORIGIN)),
                        Kind.ORIGIN_FORBIDDEN,
                        "forbids the Origin that is sent, https://evil.example: with it the probe fails"),
                row(
                        "no Origin is allowed but none",
                        foreign.diagnosis(refused(403).as(Change.OWN_ORIGIN), works().as(Change.NO_ORIGIN)),
                        Kind.ORIGIN_FORBIDDEN,
                        "without any it succeeds; add it"),
                row(
                        "the list of subprotocols is not taken",
                        two.diagnosis(two.as(Change.ONE_SUBPROTOCOL), alone.as(Change.ONE_SUBPROTOCOL)),
                        Kind.SUBPROTOCOL,
                        "list of subprotocols (a, b): with it the probe fails with processing/unexpected_status (400), with b"
                                + " alone it succeeds"),
                row(
                        "no subprotocol is known",
                        two.diagnosis(works().as(Change.NO_SUBPROTOCOL)),
                        Kind.SUBPROTOCOL,
                        "takes none of the subprotocols offered (a, b)"),
                row(
                        "a subprotocol is demanded, which the refusal names",
                        refused(400).diagnosis(alone.as(Change.ONE_SUBPROTOCOL)),
                        Kind.SUBPROTOCOL,
                        "demands a subprotocol: without one the probe fails with processing/unexpected_status (400), with b it"
                                + " succeeds (--subprotocol b"),
                row(
                        "a well-known subprotocol is selected",
                        refused(400).diagnosis(works().selecting("mqtt").as(Change.WELL_KNOWN_SUBPROTOCOLS)),
                        Kind.SUBPROTOCOL,
                        "selects mqtt (--subprotocol mqtt"),
                row(
                        "any subprotocol will do",
                        refused(400).diagnosis(works().as(Change.WELL_KNOWN_SUBPROTOCOLS)),
                        Kind.SUBPROTOCOL,
                        "succeeds and selects none"),
                row(
                        "permessage-deflate breaks it",
                        works().failing(Phase.CONVERSATION, Reason.PROTOCOL_ERROR, "bad")
                                .diagnosis(works().as(Change.NO_EXTENSIONS)),
                        Kind.EXTENSION,
                        "permessage-deflate breaks it: where it is offered the probe fails with transfer/protocol_error"),
                row(
                        "permessage-deflate is demanded",
                        refused(400).diagnosis(works().as(Change.DEFLATE)),
                        Kind.EXTENSION,
                        "demands permessage-deflate"),
                row(
                        "only HTTP/2 works",
                        refused(400).diagnosis(works().as(Change.HTTP_2)),
                        Kind.HTTP_VERSION,
                        "over HTTP/2 here, and not over HTTP/1.1"),
                row(
                        "only HTTP/1.1 works",
                        over2.diagnosis(works().as(Change.HTTP_1_1)),
                        Kind.HTTP_VERSION,
                        "over HTTP/1.1 here, and not over HTTP/2: over that the probe fails with processing/stream_reset"));
    }

    static Stream<Arguments> answers() {
        ProbeModule holding = Found.MODULE.with(Conversation.NONE.withHold(Duration.ofSeconds(90)));
        ProbeModule beating = Found.MODULE.with(
                Conversation.NONE.with(new Heartbeat(3, Duration.ofSeconds(30), Duration.ofSeconds(2), 0)));
        Found lost = works(holding).failing(Phase.CONVERSATION, Reason.CONNECTION_CLOSED, "in the hold");
        return Stream.of(
                row(
                        "401",
                        refused(401)
                                .answered(401, null, "WWW-Authenticate: Basic realm=\"x\"", "Server: gate")
                                .diagnosis(),
                        Kind.AUTHENTICATION,
                        "(401, WWW-Authenticate: Basic realm=\"x\", Server: gate), and none was sent"),
                row("404", refused(404).diagnosis(), Kind.PATH, "Nothing is at this path (404)"),
                row("503", refused(503).diagnosis(), Kind.GATEWAY, "down, busy or not understood (503)"),
                row(
                        "a page without an upgrade, whatever its body",
                        refused(200)
                                .answered(200, "it is 12:01", "Server: nginx", "Via: 1.1 cache")
                                .diagnosis(works().answered(200, "it is 12:02").as(Change.PLAIN_GET)),
                        Kind.UPGRADE_STRIPPED,
                        "gets the same answer (200, Server: nginx, Via: 1.1 cache)"),
                row(
                        "the same 400",
                        refused(400)
                                .answered(400, "no upgrade")
                                .diagnosis(works().answered(400, "no upgrade").as(Change.PLAIN_GET)),
                        Kind.UPGRADE_STRIPPED,
                        "gets the same answer (400)"),
                row(
                        "another 400",
                        refused(400)
                                .answered(400, "bad key")
                                .diagnosis(works().answered(400, "no upgrade").as(Change.PLAIN_GET)),
                        Kind.UNKNOWN,
                        "Nothing that was changed mends it: processing/unexpected_status"),
                row(
                        "426, and an ordinary request gets a page",
                        refused(426).diagnosis(works().answered(200, "hi").as(Change.PLAIN_GET)),
                        Kind.UPGRADE_STRIPPED,
                        "is answered otherwise, and this one (426)"),
                row(
                        "the same 403",
                        refused(403)
                                .answered(403, "blocked")
                                .diagnosis(works().answered(403, "blocked").as(Change.PLAIN_GET)),
                        Kind.UNKNOWN,
                        "an ordinary request gets the same answer, so that it is not about WebSockets"),
                row(
                        "a 101 without Upgrade",
                        works().failing(Phase.UPGRADE, Reason.MISSING_UPGRADE_HEADER, "Upgrade: missing")
                                .diagnosis(),
                        Kind.UPGRADE_STRIPPED,
                        "it is 101, and Upgrade: missing"),
                row(
                        "silence, and a page for others",
                        SILENT.diagnosis(
                                works().answered(200, "hi", "Server: node").as(Change.PLAIN_GET)),
                        Kind.UPGRADE_UNANSWERED,
                        "ordinary requests (200, Server: node) and leaves this upgrade without an answer"
                                + " (processing/timeout)"),
                row(
                        "silence for all",
                        SILENT.diagnosis(SILENT.as(Change.PLAIN_GET)),
                        Kind.UNKNOWN,
                        "mends it: processing/timeout: nothing came"),
                row(
                        "a hold that was broken off",
                        lost.after(Phase.CONVERSATION, Duration.ofSeconds(60)).diagnosis(),
                        Kind.IDLE_LIMIT,
                        "lost while it is idle (in the hold): perhaps an idle limit"),
                row(
                        "an end at once is no idle limit",
                        lost.after(Phase.CONVERSATION, Duration.ofMillis(20)).diagnosis(),
                        Kind.UNKNOWN,
                        "transfer/connection_closed"),
                row(
                        "a ping that was not answered",
                        works(beating)
                                .failing(Phase.CONVERSATION, Reason.PONG_MISSED, "no pong")
                                .after(Phase.CONVERSATION, Duration.ofSeconds(32))
                                .diagnosis(),
                        Kind.IDLE_LIMIT,
                        "websocket-exporter idle URL"),
                row(
                        "nothing could be changed",
                        works().failing(Phase.RESOLVE, Reason.NAME_NOT_FOUND, "no such name")
                                .diagnosis(),
                        Kind.UNKNOWN,
                        "There is nothing to change that could mend it: resolve/name_not_found: no such name"));
    }

    static Stream<Arguments> successes() {
        Failure refusal = new Failure(Phase.CONNECT, Reason.CONNECTION_REFUSED, "refused");
        return Stream.of(
                row(
                        "nothing breaks it",
                        works().diagnosis(
                                        works().as(Change.OWN_ORIGIN),
                                        works().answered(404, null).as(Change.PLAIN_GET)),
                        Kind.NONE,
                        "Works, and nothing that was changed breaks it"),
                row(
                        "a server without HTTP/2 harms nobody",
                        works().diagnosis(works().failing(Phase.TLS, Reason.HTTP2_NOT_NEGOTIATED, "none")
                                .as(Change.HTTP_2)),
                        Kind.NONE,
                        "over HTTP/2 it fails with tls/http2_not_negotiated, which harms nobody"),
                row(
                        "HTTP/2 that promises WebSockets and refuses them",
                        works().diagnosis(works().failing(Phase.UPGRADE, Reason.STREAM_RESET, "reset by it")
                                .as(Change.HTTP_2)),
                        Kind.OTHER_CLIENTS,
                        "Works; but over HTTP/2 it fails with processing/stream_reset: reset by it"),
                row(
                        "browsers are refused for their Origin and their extension",
                        works().diagnosis(
                                        refused(403).as(Change.OWN_ORIGIN),
                                        refused(400).as(Change.DEFLATE)),
                        Kind.OTHER_CLIENTS,
                        "with the target's own it fails with processing/unexpected_status (403): status 403; browsers offer"
                                + " permessage-deflate"),
                row(
                        "programs are refused without an Origin",
                        works().diagnosis(refused(403).as(Change.NO_ORIGIN)),
                        Kind.OTHER_CLIENTS,
                        "a client that sends no Origin, as programs do, fails"),
                row(
                        "each subprotocol that is refused alone",
                        works().diagnosis(
                                        works().as(Change.ONE_SUBPROTOCOL, "with subprotocol a"),
                                        refused(400).as(Change.ONE_SUBPROTOCOL, "with subprotocol b")),
                        Kind.OTHER_CLIENTS,
                        "with subprotocol b alone it fails"),
                row(
                        "one address is bad",
                        works().diagnosis(works().addresses(verdict("192.0.2.1", null), verdict("192.0.2.2", refusal))
                                .as(Change.EACH_ADDRESS)),
                        Kind.OTHER_CLIENTS,
                        "Works; but one address is bad: 192.0.2.2"),
                row(
                        "a name without IPv6 harms nobody",
                        works().diagnosis(works().failing(Phase.RESOLVE, Reason.NO_ADDRESS, "none")
                                .as(Change.IP6_ONLY)),
                        Kind.NONE,
                        "nothing that was changed breaks it"),
                row(
                        "IPv6 is refused",
                        works().diagnosis(works().failing(Phase.CONNECT, Reason.CONNECTION_REFUSED, "refused")
                                .as(Change.IP6_ONLY)),
                        Kind.OTHER_CLIENTS,
                        "IPv6 is bad: with it only it fails with connect/connection_refused"),
                row(
                        "the proxy of the environment does not let it through",
                        works().diagnosis(works().failing(Phase.PROXY, Reason.PROXY_REFUSED, "403")
                                .as(Change.PROXY, "through the proxy http://proxy:3128")),
                        Kind.OTHER_CLIENTS,
                        "Works; but through the proxy http://proxy:3128 it fails with proxy/proxy_refused: 403"),
                row(
                        "it does not always work",
                        works().diagnosis(refused(503).as(Change.NOTHING)),
                        Kind.OTHER_CLIENTS,
                        "Works; but not always: unchanged and again, it fails"),
                row(
                        "the certificate is not valid, which the module does not mind",
                        works().diagnosis(works().presenting(Reason.SELF_SIGNED, LEAF)
                                .as(Change.VERIFICATION)),
                        Kind.OTHER_CLIENTS,
                        "with verification it fails with tls/self_signed"));
    }
}
