package dev.websocketexporter.cli;

import static dev.websocketexporter.cli.Manners.BAD_REQUEST;
import static dev.websocketexporter.cli.Manners.PAGE;
import static dev.websocketexporter.cli.Manners.REFUSED;
import static dev.websocketexporter.cli.Manners.UPGRADE_REQUIRED;
import static dev.websocketexporter.cli.Manners.answers;
import static dev.websocketexporter.cli.Manners.first;
import static dev.websocketexporter.cli.Manners.offers;
import static dev.websocketexporter.cli.Manners.passesTlsOn;
import static dev.websocketexporter.cli.Manners.refuse;
import static dev.websocketexporter.cli.Manners.speaksOnly;
import static dev.websocketexporter.cli.Manners.upgrades;
import static dev.websocketexporter.cli.Manners.upgradesIf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.websocketexporter.cli.DiagnoseWorld.Ran;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.HonestProxy;
import dev.websocketexporter.testkit.RequestHead;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.StapleRecipe;
import dev.websocketexporter.testkit.StaplingServer;
import dev.websocketexporter.testkit.TestIdentity;
import dev.websocketexporter.testkit.UpgradeAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that behave in each of the ways that make people diagnose them, and the sentence that follows. */
@Timeout(120)
class DiagnoseIT {
    /** RFC 8446 §4.2.1. */
    private static final int SUPPORTED_VERSIONS = 43;

    private static final String TLS_1_3 = "0304";

    @TempDir
    private static Path directory;

    private static DiagnoseWorld world;

    @BeforeAll
    static void start() throws IOException {
        world = new DiagnoseWorld(directory);
    }

    @AfterAll
    static void stop() throws IOException {
        world.close();
    }

    @FunctionalInterface
    private interface Case {
        Ran run() throws Exception;
    }

    /** The status, the kind of the cause, and what its sentence says in this order. */
    private static DynamicTest row(String name, Case servers, int status, String kind, String... said) {
        return dynamicTest(name, () -> {
            try {
                Ran ran = servers.run();
                assertThat(ran.err()).isEmpty();
                String[] parts = ran.out().split("\n\n");
                assertThat(parts[parts.length - 1])
                        .as(ran.out())
                        .startsWith((status == 0 ? "Result (" : "Likely cause (") + kind + ")\n")
                        .containsSubsequence(said)
                        .hasLineCount(2);
                assertThat(ran.status()).isEqualTo(status);
            } finally {
                world.endServers();
            }
        });
    }

    private static Ran plain(Script script, String... flags) throws Exception {
        return world.diagnose(with(flags, "ws://127.0.0.1:" + world.plain(script) + "/chat"));
    }

    private static Ran secure(ServerTls tls, Script script, String... flags) throws Exception {
        return world.diagnose(with(with(flags, trusting()), "wss://localhost:" + world.secure(tls, script) + "/chat"));
    }

    private static String[] trusting() throws IOException {
        return new String[] {world.config("    websocket: {" + world.trust() + "}\n"), "--module=m"};
    }

    private static String[] with(String[] flags, String... more) {
        return Stream.concat(Arrays.stream(flags), Arrays.stream(more)).toArray(String[]::new);
    }

    @TestFactory
    Stream<DynamicTest> opening() {
        return Stream.of(
                row("healthy", () -> plain(upgrades()), 0, "none", "Works, and nothing that was changed breaks it"),
                row(
                        "an Origin is demanded",
                        () -> plain(upgradesIf(head -> head.header("Origin").isPresent(), REFUSED)),
                        1,
                        "origin_demanded",
                        "The server demands an Origin: without one the probe fails with processing/unexpected_status (403)",
                        "with Origin: http://127.0.0.1:"),
                row(
                        "the Origin that is sent is forbidden",
                        () -> plain(
                                upgradesIf(head -> !offers(head, "Origin", "evil"), REFUSED),
                                "-H",
                                "Origin: https://evil.example"),
                        1,
                        "origin_forbidden",
                        "The server forbids the Origin that is sent",
                        "without any it succeeds"),
                row(
                        "any Origin is forbidden, as browsers send one",
                        () -> plain(upgradesIf(head -> head.header("Origin").isEmpty(), REFUSED)),
                        0,
                        "other_clients",
                        "Works; but browsers send an Origin, and with the target's own it fails with"
                                + " processing/unexpected_status (403)"),
                row(
                        "a subprotocol is demanded, which the refusal names",
                        () -> plain(
                                speaksOnly(
                                        "chat.v2",
                                        "HTTP/1.1 400 Bad Request\r\nSec-WebSocket-Protocol: chat.v2\r\nContent-Length: 0\r\n\r\n")),
                        1,
                        "subprotocol",
                        "The server demands a subprotocol: without one the probe fails with",
                        "with chat.v2 it succeeds (--subprotocol chat.v2"),
                row(
                        "a well-known subprotocol is demanded",
                        () -> plain(peer -> {
                            var head = peer.readHead();
                            if (offers(head, "Sec-WebSocket-Protocol", "graphql-ws")) {
                                Manners.converse(
                                        peer, UpgradeAnswer.to(head).with("Sec-WebSocket-Protocol", "graphql-ws"));
                            } else {
                                refuse(peer, BAD_REQUEST);
                            }
                        }),
                        1,
                        "subprotocol",
                        "with a list of well-known ones it succeeds and selects graphql-ws"),
                row(
                        "a list of subprotocols is taken for one name",
                        () -> plain(speaksOnly("b", BAD_REQUEST), "--subprotocol=a", "--subprotocol=b"),
                        1,
                        "subprotocol",
                        "does not take the list of subprotocols (a, b)",
                        "with b alone it succeeds; offer exactly one"),
                row(
                        "the subprotocol offered is not known",
                        () -> plain(
                                upgradesIf(
                                        head -> head.header("Sec-WebSocket-Protocol")
                                                .isEmpty(),
                                        BAD_REQUEST),
                                "--subprotocol=a"),
                        1,
                        "subprotocol",
                        "takes none of the subprotocols offered (a)",
                        "without any it succeeds"),
                row(
                        "clients without a subprotocol are refused",
                        () -> plain(speaksOnly("a", BAD_REQUEST), "--subprotocol=a"),
                        0,
                        "other_clients",
                        "Works; but a subprotocol is demanded: without one it fails with processing/unexpected_status"
                                + " (400)"),
                row(
                        "permessage-deflate breaks it",
                        () -> plain(
                                breaksCompression(),
                                world.config("    websocket:\n      compression: true\n      query_response:"
                                        + " [{expect: hello}]\n"),
                                "--module=m"),
                        1,
                        "extension",
                        "permessage-deflate breaks it: where it is offered the probe fails with transfer/protocol_error"),
                row(
                        "authentication is needed",
                        () -> plain(answers("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer realm=\"chat\"\r\n"
                                + "Content-Length: 0\r\n\r\n")),
                        1,
                        "authentication",
                        "wants authentication (401, WWW-Authenticate: Bearer realm=\"chat\"), and none was sent"),
                row(
                        "credentials are not taken",
                        () -> plain(
                                answers("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"),
                                "-H",
                                "Authorization: Bearer hunter2"),
                        1,
                        "authentication",
                        "does not take the credentials that were sent"),
                row(
                        "the path is wrong, and none is guessed",
                        DiagnoseIT::knowsAnotherPath,
                        1,
                        "path",
                        "Nothing is at this path (404, Server: nginx)"),
                row(
                        "the server behind a proxy is down",
                        () -> plain(answers("HTTP/1.1 502 Bad Gateway\r\nServer: nginx\r\nContent-Length: 0\r\n\r\n")),
                        1,
                        "gateway",
                        "A proxy answers for a server that is down, busy or not understood (502, Server: nginx)"),
                row(
                        "the upgrade is left unanswered",
                        () -> plain(
                                peer -> {
                                    if (Manners.isUpgrade(peer.readHead())) {
                                        peer.silence();
                                    } else {
                                        refuse(peer, PAGE);
                                    }
                                },
                                "--timeout=1s"),
                        1,
                        "upgrade_unanswered",
                        "answers ordinary requests (200, Server: nginx) and leaves this upgrade without an answer"),
                row(
                        "an idle connection is lost",
                        () -> plain(
                                first(losesIdleOnes(600), losesIdleOnes(0)),
                                world.config("    websocket: {hold: 5s}\n"),
                                "--module=m"),
                        1,
                        "idle_limit",
                        "opens and is lost while it is idle",
                        "websocket-exporter idle URL measures it"));
    }

    /** A guess would find the path at which the server upgrades; the second line begins HTTP/2 (RFC 9113 §3.4). */
    private static Ran knowsAnotherPath() throws Exception {
        Queue<String> asked = new ConcurrentLinkedQueue<>();
        Ran ran = plain(peer -> {
            RequestHead head = peer.readHead();
            asked.add(head.requestLine());
            if (head.requestLine().startsWith("GET /ws ")) {
                Manners.converse(peer, UpgradeAnswer.to(head));
            } else {
                refuse(peer, "HTTP/1.1 404 Not Found\r\nServer: nginx\r\nContent-Length: 0\r\n\r\n");
            }
        });
        assertThat(asked).containsOnly("GET /chat HTTP/1.1", "PRI * HTTP/2.0");
        return ran;
    }

    private static Script breaksCompression() {
        return peer -> {
            var head = peer.readHead();
            if (!Manners.isUpgrade(head)) {
                refuse(peer, PAGE);
                return;
            }
            boolean offered = offers(head, "Sec-WebSocket-Extensions", "permessage-deflate");
            UpgradeAnswer answer = UpgradeAnswer.to(head);
            if (offered) {
                // A compressed message that is none.
                peer.send(answer.with("Sec-WebSocket-Extensions", "permessage-deflate")
                        .text());
                peer.send((byte) 0xc1, (byte) 2, (byte) 0xff, (byte) 0xff);
                peer.silence();
            } else {
                peer.send(answer.text());
                peer.sendFrame(1, (byte) 'h', (byte) 'e', (byte) 'l', (byte) 'l', (byte) 'o');
                peer.readFrame();
                peer.sendClose(1000, "");
                peer.fin();
            }
        };
    }

    private static Script losesIdleOnes(long afterMillis) {
        return peer -> {
            var head = peer.readHead();
            if (!Manners.isUpgrade(head)) {
                refuse(peer, UPGRADE_REQUIRED);
                return;
            }
            peer.send(UpgradeAnswer.to(head).text());
            LockSupport.parkNanos(afterMillis * 1_000_000);
            peer.fin();
        };
    }

    @TestFactory
    Stream<DynamicTest> strippedUpgrade() {
        return Stream.of(
                row(
                        "a proxy strips Upgrade: 200",
                        () -> plain(answers(PAGE)),
                        1,
                        "upgrade_stripped",
                        "The Upgrade does not arrive: an ordinary request gets the same answer (200, Server: nginx)",
                        "unless nothing at this path handles WebSockets"),
                row(
                        "a proxy strips Upgrade: 400",
                        () -> plain(answers(BAD_REQUEST)),
                        1,
                        "upgrade_stripped",
                        "gets the same answer (400, Server: picky)"),
                row(
                        "a proxy strips Upgrade: 426",
                        () -> plain(answers(UPGRADE_REQUIRED)),
                        1,
                        "upgrade_stripped",
                        "gets the same answer (426, Server: envoy)"),
                row(
                        "a proxy strips Upgrade from the answer",
                        () -> plain(peer -> {
                            var head = peer.readHead();
                            refuse(
                                    peer,
                                    Manners.isUpgrade(head)
                                            ? UpgradeAnswer.to(head)
                                                    .without("Upgrade")
                                                    .text()
                                            : PAGE);
                        }),
                        1,
                        "upgrade_stripped",
                        "strips Upgrade or Connection from the answer"),
                row(
                        "an upgrade that is seen and refused is not stripped",
                        () -> plain(peer -> refuse(peer, Manners.isUpgrade(peer.readHead()) ? BAD_REQUEST : PAGE)),
                        1,
                        "unknown",
                        "Nothing that was changed mends it: processing/unexpected_status"),
                row(
                        "HTTP/2 works and HTTP/1.1 not",
                        () -> secure(world.tls().speaking("h2", "http/1.1"), peer -> {
                            if (peer.tls().getApplicationProtocol().equals("h2")) {
                                upgrades().play(peer.behindHttp2());
                            } else {
                                answers(BAD_REQUEST).play(peer);
                            }
                        }),
                        1,
                        "http_version",
                        "WebSockets work over HTTP/2 here, and not over HTTP/1.1"),
                row(
                        "HTTP/1.1 works and HTTP/2 not",
                        () -> secure(world.tls().speaking("http/1.1"), upgrades(), "--http-version=2"),
                        1,
                        "http_version",
                        "WebSockets work over HTTP/1.1 here, and not over HTTP/2",
                        "over HTTP/1.1 it succeeds"),
                row(
                        "a field that HTTP/2 forbids is not sent over it",
                        () -> secure(
                                world.tls().speaking("h2", "http/1.1"),
                                peer -> {
                                    if (peer.tls().getApplicationProtocol().equals("h2")) {
                                        upgradesIf(
                                                        head -> head.header("Keep-Alive")
                                                                .isEmpty(),
                                                        BAD_REQUEST)
                                                .play(peer.behindHttp2());
                                    } else {
                                        upgrades().play(peer);
                                    }
                                },
                                "-H",
                                "Keep-Alive: timeout=5"),
                        0,
                        "none",
                        "Works, and nothing that was changed breaks it"),
                row(
                        "HTTP/2 is spoken and refuses WebSockets that HTTP/1.1 takes",
                        () -> secure(world.tls().speaking("h2", "http/1.1"), peer -> {
                            if (peer.tls().getApplicationProtocol().equals("h2")) {
                                answers(REFUSED).play(peer.behindHttp2());
                            } else {
                                upgrades().play(peer);
                            }
                        }),
                        0,
                        "other_clients",
                        "Works; but over HTTP/2 it fails with processing/unexpected_status (403)"));
    }

    @TestFactory
    Stream<DynamicTest> tls() throws IOException {
        TestIdentity issuing = CertificateRecipe.ca("Issuing CA").signedBy(world.root());
        AccessDescription place = new AccessDescription(
                AccessDescription.id_ad_caIssuers,
                new GeneralName(GeneralName.uniformResourceIdentifier, "http://ca.example/issuing.cer"));
        TestIdentity issued = CertificateRecipe.leaf("localhost")
                .plain(Extension.authorityInfoAccess, new AuthorityInformationAccess(place))
                .signedBy(issuing);
        TestIdentity other = CertificateRecipe.leaf("other.example").signedBy(world.root());
        TestIdentity third = CertificateRecipe.leaf("third.example").signedBy(world.root());
        return Stream.of(
                row("healthy with TLS", () -> secure(world.tls(), upgrades()), 0, "none", "http2_not_negotiated"),
                row(
                        "an intermediate is missing",
                        () -> secure(ServerTls.of(issued.serverPresenting(List.of(issued.certificate()))), upgrades()),
                        1,
                        "missing_intermediate",
                        "does not send the certificate of CN=Issuing CA (to be had at http://ca.example/issuing.cer)",
                        "which issued its own, CN=localhost",
                        "browsers hide that",
                        "without verification the probe succeeds"),
                row(
                        "the certificate has expired",
                        () -> secure(
                                ServerTls.of(CertificateRecipe.leaf("localhost")
                                        .validUntil(Instant.parse("2021-01-01T00:00:00Z"))
                                        .signedBy(world.root())
                                        .serverContext()),
                                upgrades()),
                        1,
                        "certificate",
                        "The certificate is not valid (certificate_expired)"),
                row(
                        "the certificate is revoked",
                        () -> revoked(),
                        1,
                        "certificate",
                        "The certificate is not valid (certificate_revoked)",
                        "without verification the probe succeeds"),
                row(
                        "the certificate is revoked, which the probe does not mind",
                        () -> revoked("--insecure"),
                        0,
                        "other_clients",
                        "with verification it fails with tls/certificate_revoked"),
                row(
                        "there is no virtual host of the name",
                        () -> secure(ServerTls.of(other.serverContext()), upgrades()),
                        1,
                        "wrong_virtual_host",
                        "for another name than localhost: CN=other.example (for other.example)",
                        "and the same without SNI: it is the server's default"),
                row(
                        "the virtual host of the name has a wrong certificate",
                        () -> {
                            int named = world.secure(ServerTls.of(other.serverContext()), upgrades());
                            int unnamed = world.secure(ServerTls.of(third.serverContext()), upgrades());
                            int port = world.plain(
                                    passesTlsOn(hello -> hello.serverName().isPresent() ? named : unnamed));
                            return world.diagnose(with(trusting(), "wss://localhost:" + port + "/"));
                        },
                        1,
                        "wrong_virtual_host",
                        "without SNI it is another, CN=third.example"),
                row(
                        "the server name is refused",
                        () -> {
                            int unnamed = world.secure(ServerTls.of(third.serverContext()), upgrades());
                            int port = world.plain(
                                    passesTlsOn(hello -> hello.serverName().isPresent() ? 0 : unnamed));
                            return world.diagnose(with(trusting(), "wss://localhost:" + port + "/"));
                        },
                        1,
                        "server_name_refused",
                        "no virtual host for the server name localhost",
                        "with the certificate CN=third.example"),
                row(
                        "TLS 1.3 is not tolerated",
                        () -> {
                            int backend = world.secure(world.tls(), upgrades());
                            int port = world.plain(passesTlsOn(hello -> hello.extensions()
                                            .getOrDefault(SUPPORTED_VERSIONS, "")
                                            .contains(TLS_1_3)
                                    ? 0
                                    : backend));
                            return world.diagnose(with(trusting(), "wss://localhost:" + port + "/"));
                        },
                        1,
                        "tls_1_3_intolerance",
                        "does not tolerate a ClientHello that offers TLS 1.3",
                        "with TLS 1.2 only the probe succeeds"));
    }

    private static Ran revoked(String... flags) throws Exception {
        TestIdentity leaf = CertificateRecipe.leaf("localhost").signedBy(world.root());
        byte[] staple = StapleRecipe.revoked(leaf, Instant.parse("2021-01-01T00:00:00Z"))
                .signedBy(world.root());
        StaplingServer server =
                world.kept(StaplingServer.of(leaf).staple(staple).start());
        return world.diagnose(with(with(flags, trusting()), "wss://localhost:" + server.port() + "/"));
    }

    @TestFactory
    Stream<DynamicTest> route() {
        return Stream.of(
                row(
                        "one address is bad",
                        () -> {
                            int port = world.plain(answers(BAD_REQUEST));
                            world.plainAt("127.0.0.2", port, upgrades());
                            return world.diagnose("ws://pair.test:" + port + "/");
                        },
                        1,
                        "address",
                        "One address is bad: 127.0.0.1 fails with processing/unexpected_status, while 127.0.0.2 works"),
                row(
                        "one address is bad, and the base met another",
                        () -> {
                            int port = world.plain(upgrades());
                            return world.diagnose("ws://pair.test:" + port + "/");
                        },
                        0,
                        "other_clients",
                        "Works; but one address is bad: 127.0.0.2 fails with connect/connection_refused"),
                row(
                        "one family is bad",
                        () -> {
                            int port = world.plain(upgrades());
                            world.plainAt("::1", port, answers(REFUSED));
                            return world.diagnose("ws://both.test:" + port + "/");
                        },
                        1,
                        "family",
                        "Only IPv6 is bad: ::1 fails with processing/unexpected_status, while 127.0.0.1 works"),
                row(
                        "one family is bad, and the base fell back to the other",
                        () -> {
                            int port = world.plain(upgrades());
                            return world.diagnose("ws://both.test:" + port + "/");
                        },
                        0,
                        "other_clients",
                        "Works; but only IPv6 is bad: ::1 fails with connect/connection_refused, while 127.0.0.1 works"),
                row(
                        "the proxy is in the way",
                        () -> {
                            int port = world.plain(upgrades());
                            int proxy = world.plain(answers("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"));
                            return world.diagnose(
                                    world.config("    websocket: {http_config: {proxy_url: 'http://127.0.0.1:" + proxy
                                            + "'}}\n"),
                                    "--module=m",
                                    "ws://one.test:" + port + "/");
                        },
                        1,
                        "proxy_in_the_way",
                        "through it the probe fails with proxy/proxy_refused, without it the probe succeeds"),
                row(
                        "the proxy of the environment is needed",
                        () -> {
                            HonestProxy proxy = world.kept(HonestProxy.http());
                            int port = world.plain(upgrades());
                            return world.diagnose(
                                    Map.of("HTTP_PROXY", proxy.url("")), List.of("ws://elsewhere.test:" + port + "/"));
                        },
                        1,
                        "proxy_needed",
                        "reached through the proxy http://localhost:",
                        "directly the probe fails with connect/connection_refused"),
                row(
                        "it does not always fail",
                        () -> plain(first(answers(BAD_REQUEST), upgrades())),
                        1,
                        "not_repeated",
                        "It does not always fail: the same probe, unchanged, first fails with"
                                + " processing/unexpected_status (400) and then succeeds"),
                row(
                        "nothing listens",
                        () -> world.diagnose("ws://127.0.0.1:" + world.deadPort() + "/"),
                        1,
                        "unknown",
                        "connect/connection_refused"),
                row(
                        "the name is unknown",
                        () -> world.diagnose("--timeout=1s", "ws://nowhere.test/"),
                        1,
                        "unknown",
                        "resolve/"));
    }

    @TestFactory
    Stream<DynamicTest> restOfTheOutput() {
        return Stream.of(dynamicTest("whatever depends on a later phase is left out and named", () -> {
            Ran ran = world.diagnose("ws://127.0.0.1:" + world.deadPort() + "/");
            assertThat(ran.out())
                    .contains("Not tried, since the base did not get so far: with Origin", "HTTP/1.1 without upgrade");
            assertThat(ran.out().lines().filter(line -> line.contains(" ms "))).hasSize(1);
        }));
    }
}
