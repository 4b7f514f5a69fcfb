package dev.websocketexporter.engine;

import static dev.websocketexporter.probe.report.Phase.TLS;
import static dev.websocketexporter.testkit.CertificateRecipe.ca;
import static dev.websocketexporter.testkit.CertificateRecipe.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.ServerTls;
import dev.websocketexporter.testkit.StapleRecipe;
import dev.websocketexporter.testkit.StaplingServer;
import dev.websocketexporter.testkit.TestIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;

/** Certificates that do not hold. */
final class CertificateRows {
    private static final Instant LONG_AGO = Instant.parse("2021-01-01T00:00:00Z");
    private static final Instant FAR_AHEAD = Instant.parse("2048-01-01T00:00:00Z");

    private CertificateRows() {}

    static List<GridRow> all() {
        return List.of(
                revoked("revoked", Reason.CERTIFICATE_REVOKED, leaf("localhost")),
                revoked(
                        "revoked and with a SHA-1 signature",
                        Reason.CERTIFICATE_REVOKED,
                        leaf("localhost").signature("SHA1withECDSA")),
                revoked("revoked and for another name", Reason.HOSTNAME_MISMATCH, leaf("other.example")),
                row(
                        "expired leaf",
                        Reason.CERTIFICATE_EXPIRED,
                        root -> leaf("localhost").validUntil(LONG_AGO).signedBy(root)),
                row(
                        "expired intermediate",
                        Reason.CERTIFICATE_EXPIRED,
                        root -> leaf("localhost")
                                .signedBy(ca("Old CA").validUntil(LONG_AGO).signedBy(root))),
                row(
                        "expired and for another name",
                        Reason.CERTIFICATE_EXPIRED,
                        root -> leaf("other.example").validUntil(LONG_AGO).signedBy(root)),
                row(
                        "expired and self-signed",
                        Reason.CERTIFICATE_EXPIRED,
                        root -> leaf("localhost").validUntil(LONG_AGO).selfSigned()),
                row(
                        "leaf of the future",
                        Reason.CERTIFICATE_NOT_YET_VALID,
                        root -> leaf("localhost").validFrom(FAR_AHEAD).signedBy(root)),
                row(
                        "of the future and from a root that nobody knows",
                        Reason.CERTIFICATE_NOT_YET_VALID,
                        root -> leaf("localhost")
                                .validFrom(FAR_AHEAD)
                                .signedBy(ca("Other Root").selfSigned())),
                row(
                        "self-signed leaf",
                        Reason.SELF_SIGNED,
                        root -> leaf("localhost").selfSigned()),
                row(
                        "self-signed and for another name",
                        Reason.SELF_SIGNED,
                        root -> leaf("other.example").selfSigned()),
                row(
                        "root that nobody knows",
                        Reason.UNKNOWN_AUTHORITY,
                        root -> leaf("localhost").signedBy(ca("Other Root").selfSigned())),
                row(
                        "root that nobody knows, and for another name",
                        Reason.UNKNOWN_AUTHORITY,
                        root -> leaf("other.example").signedBy(ca("Other Root").selfSigned())),
                row(
                        "missing intermediate",
                        Reason.UNKNOWN_AUTHORITY,
                        root -> alone(leaf("localhost").signedBy(ca("Hidden CA").signedBy(root)))),
                row(
                        "for another name",
                        Reason.HOSTNAME_MISMATCH,
                        root -> leaf("other.example").signedBy(root)),
                row(
                        "for another name, and with an SHA-1 signature",
                        Reason.HOSTNAME_MISMATCH,
                        root -> leaf("other.example").signature("SHA1withECDSA").signedBy(root)),
                row(
                        "for an address only",
                        Reason.HOSTNAME_MISMATCH,
                        root -> leaf("localhost").names("127.0.0.1").signedBy(root)),
                row(
                        "name in the subject only",
                        Reason.HOSTNAME_MISMATCH,
                        root -> leaf("localhost")
                                .without(Extension.subjectAlternativeName)
                                .signedBy(root)),
                row(
                        "SHA-1 signature",
                        Reason.CERTIFICATE_INVALID,
                        root -> leaf("localhost").signature("SHA1withECDSA").signedBy(root)),
                row(
                        "issuer that is no CA",
                        Reason.CERTIFICATE_INVALID,
                        root -> leaf("localhost").signedBy(leaf("not.a.ca").signedBy(root))),
                row(
                        "not for servers",
                        Reason.CERTIFICATE_INVALID,
                        root -> leaf("localhost")
                                .plain(
                                        Extension.extendedKeyUsage,
                                        new ExtendedKeyUsage(KeyPurposeId.id_kp_emailProtection))
                                .signedBy(root)),
                withRoots("file of roots that was emptied", ""),
                withRoots("file of roots that was broken", "-----BEGIN CERTIFICATE-----\nMII"),
                withRoots("file of roots that is gone", null));
    }

    /** What the exporter has no roots for is no fault of the target, whose certificate is reported all the same. */
    private static GridRow withRoots(String name, @Nullable String content) {
        return GridRow.of(name, TLS, Reason.EXPORTER_LIMIT, stage -> {
                    Path file = stage.world().rootFile().resolveSibling("roots of a " + name);
                    if (content != null) {
                        Files.writeString(file, content);
                    }
                    TlsSettings tls = stage.module().tls();
                    return stage.with(stage.module()
                                    .with(new TlsSettings(
                                            new Value.InFile(file),
                                            null,
                                            null,
                                            null,
                                            false,
                                            tls.minVersion(),
                                            tls.maxVersion(),
                                            false)))
                            .secure(stage.world().goodTls(), Peer::upgrade);
                })
                .where(seen -> {
                    assertThat(seen.result().tls()).isNotNull();
                    assertThat(seen.result().tls().chain()).isNotNull();
                });
    }

    /** By the word of its issuer, long ago: the staple is stale, the revocation is not. */
    private static GridRow revoked(String name, Reason reason, CertificateRecipe recipe) {
        return GridRow.of(name, TLS, reason, stage -> {
            TestIdentity root = stage.world().root();
            TestIdentity leaf = recipe.signedBy(root);
            byte[] staple = StapleRecipe.revoked(leaf, LONG_AGO)
                    .from(LONG_AGO)
                    .until(LONG_AGO.plusSeconds(1))
                    .signedBy(root);
            return stage.stapled(StaplingServer.of(leaf).staple(staple));
        });
    }

    /** The same identity, presented without those that issued it. */
    private static TestIdentity alone(TestIdentity identity) {
        return new TestIdentity(List.of(identity.certificate()), identity.keys());
    }

    private static GridRow row(String name, Reason reason, Function<TestIdentity, TestIdentity> identity) {
        return GridRow.of(
                name,
                TLS,
                reason,
                stage -> stage.secure(
                        ServerTls.of(identity.apply(stage.world().root()).serverContext()), Peer::upgrade));
    }
}
