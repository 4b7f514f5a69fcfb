package dev.websocketexporter.bench;

import static dev.websocketexporter.testkit.CertificateRecipe.ca;
import static dev.websocketexporter.testkit.CertificateRecipe.leaf;

import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.StapleRecipe;
import dev.websocketexporter.testkit.StaplingServer;
import dev.websocketexporter.testkit.TestIdentity;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Targets whose certificates do not hold, or whose TLS does not come to an end. */
final class FaultsOfTls {
    private static final Instant LONG_AGO = Instant.parse("2021-01-01T00:00:00Z");
    private static final byte[] HANDSHAKE_FAILURE = {0x15, 3, 3, 0, 2, 2, 40};

    private FaultsOfTls() {}

    static List<Fault> all() {
        return List.of(
                certificate(
                        "certificate_expired",
                        "an expired certificate",
                        root -> leaf(SoakPlace.NAME).validUntil(LONG_AGO).signedBy(root)),
                certificate(
                        "self_signed",
                        "a self-signed certificate",
                        root -> leaf(SoakPlace.NAME).selfSigned()),
                certificate(
                        "unknown_authority",
                        "a certificate of an unknown root",
                        root -> leaf(SoakPlace.NAME).signedBy(ca("Another Root").selfSigned())),
                certificate(
                        "hostname_mismatch",
                        "a certificate for another name",
                        root -> leaf("other.example").signedBy(root)),
                certificate(
                                "certificate_revoked",
                                "a staple that says revoked",
                                root -> leaf(SoakPlace.NAME).signedBy(root))
                        .startedBy((port, root) -> {
                            TestIdentity leaf = leaf(SoakPlace.NAME).signedBy(root);
                            byte[] staple = StapleRecipe.revoked(leaf, LONG_AGO).signedBy(root);
                            return StaplingServer.of(leaf).staple(staple).start(port);
                        }),
                Fault.presenting(
                        "client_certificate_rejected",
                        "wants a client certificate",
                        "tls/client_certificate_rejected",
                        root -> ServerTls.of(leaf(SoakPlace.NAME).signedBy(root).serverContext())
                                .needingClientCertificate()),
                afterHello("handshake_failure", "an alert", "tls/handshake_failure", peer -> {
                    peer.send(HANDSHAKE_FAILURE);
                    peer.fin();
                }),
                afterHello("not_tls", "plain HTTP on the port of `wss`", "tls/not_tls", peer -> {
                    peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
                    peer.fin();
                }),
                afterHello("tls_reset", "a reset after the ClientHello", "tls/connection_reset", Peer::reset),
                afterHello("tls_silent", "silence after the ClientHello", "tls/timeout", Peer::silence));
    }

    private static Fault certificate(String reason, String does, Function<TestIdentity, TestIdentity> identity) {
        return Fault.presenting(
                reason,
                does,
                "tls/" + reason,
                root -> ServerTls.of(identity.apply(root).serverContext()));
    }

    private static Fault afterHello(String name, String does, String expected, Script script) {
        return Fault.belowTls(name, does, expected, peer -> {
            peer.readTlsRecord();
            script.play(peer);
        });
    }
}
