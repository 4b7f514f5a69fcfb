package dev.websocketexporter.tls;

import static dev.websocketexporter.probe.report.ChainReport.CertificateCheck.TRUST;
import static dev.websocketexporter.probe.report.ChainReport.CertificateCheck.VALIDITY;
import static dev.websocketexporter.probe.report.Reason.CERTIFICATE_EXPIRED;
import static dev.websocketexporter.probe.report.Reason.SELF_SIGNED;
import static dev.websocketexporter.probe.report.Reason.UNKNOWN_AUTHORITY;
import static dev.websocketexporter.tls.ChainFixtures.FAR;
import static dev.websocketexporter.tls.ChainFixtures.ISSUING;
import static dev.websocketexporter.tls.ChainFixtures.ISSUING_KEYS;
import static dev.websocketexporter.tls.ChainFixtures.LATER;
import static dev.websocketexporter.tls.ChainFixtures.LEAF;
import static dev.websocketexporter.tls.ChainFixtures.LEAF_KEYS;
import static dev.websocketexporter.tls.ChainFixtures.OTHER_ROOT;
import static dev.websocketexporter.tls.ChainFixtures.PAST;
import static dev.websocketexporter.tls.ChainFixtures.ROOT;
import static dev.websocketexporter.tls.ChainFixtures.RSA_ROOT;
import static dev.websocketexporter.tls.ChainFixtures.SELF;
import static dev.websocketexporter.tls.ChainFixtures.SOON;
import static dev.websocketexporter.tls.ChainFixtures.ca;
import static dev.websocketexporter.tls.ChainFixtures.certificates;
import static dev.websocketexporter.tls.ChainFixtures.leaf;
import static dev.websocketexporter.tls.ChainFixtures.trusting;
import static dev.websocketexporter.tls.ChainRow.accepted;
import static dev.websocketexporter.tls.ChainRow.refused;

import dev.websocketexporter.testkit.TestIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Anchors, and the ways to them through cross-signed certificates. */
class ChainTrustTest {
    static Stream<ChainRow> rows() {
        return Stream.concat(trust(), crossSigned());
    }

    private static Stream<ChainRow> trust() {
        TestIdentity impostor = ca("Root").selfSigned();
        return Stream.of(
                refused(
                        "a self-signed leaf",
                        ROOT,
                        SELF_SIGNED,
                        "leaf CN=a.example is its own issuer (expected: one of the 1 trusted certificates of test.pem)",
                        TRUST,
                        SELF),
                refused(
                        "a self-signed leaf before a good chain",
                        ROOT,
                        SELF_SIGNED,
                        "own issuer",
                        TRUST,
                        SELF,
                        LEAF,
                        ISSUING),
                refused("a root as the leaf", OTHER_ROOT, SELF_SIGNED, "own issuer", TRUST, root("a.example")),
                refused(
                        "a missing intermediate",
                        ROOT,
                        UNKNOWN_AUTHORITY,
                        "leaf CN=a.example was issued by CN=Issuing CA, which is neither presented nor trusted",
                        TRUST,
                        LEAF),
                refused(
                        "a root that is not trusted",
                        OTHER_ROOT,
                        UNKNOWN_AUTHORITY,
                        "certificate 2 CN=Root is its own issuer and not trusted",
                        TRUST,
                        LEAF,
                        ISSUING,
                        ROOT),
                refused(
                        "an issuer of the right name with another key",
                        impostor,
                        UNKNOWN_AUTHORITY,
                        "certificate 1 CN=Issuing CA names CN=Root as its issuer, whose key did not sign it",
                        TRUST,
                        LEAF,
                        ISSUING),
                refused(
                        "a renewed self-signed leaf with the key of the trusted one",
                        SELF,
                        SELF_SIGNED,
                        "own issuer",
                        TRUST,
                        leaf().validUntil(LATER).selfSigned()));
    }

    private static Stream<ChainRow> crossSigned() {
        TestIdentity expiredCross = ca("Root").key(ROOT.keys()).validUntil(PAST).signedBy(OTHER_ROOT);
        TestIdentity soonCross = ca("Root").key(ROOT.keys()).validUntil(SOON).signedBy(OTHER_ROOT);
        TestIdentity issuingBySecond =
                ca("Issuing CA").key(ISSUING_KEYS).validUntil(LATER).signedBy(OTHER_ROOT);
        TestIdentity sha1Issuing =
                ca("Issuing CA").key(ISSUING_KEYS).signature("SHA1withRSA").signedBy(RSA_ROOT);
        TestIdentity a =
                ca("A").key(ISSUING_KEYS).signedBy(ca("B").key(LEAF_KEYS).selfSigned());
        TestIdentity b = ca("B").key(LEAF_KEYS).signedBy(a);
        return Stream.of(
                accepted("a cross-signed root whose new form is trusted", ROOT, FAR, LEAF, ISSUING, expiredCross),
                accepted("a cross-signed root whose signer is trusted", OTHER_ROOT, SOON, LEAF, ISSUING, soonCross),
                refused(
                        "an expired cross-signed root as the only way",
                        OTHER_ROOT,
                        CERTIFICATE_EXPIRED,
                        "certificate 2 CN=Root expired",
                        VALIDITY,
                        LEAF,
                        ISSUING,
                        expiredCross),
                row(
                        "of two ways the one that lasts longer",
                        FAR,
                        List.of(ROOT, OTHER_ROOT),
                        LEAF,
                        issuingBySecond,
                        ISSUING),
                row(
                        "of two ways the only one that is valid",
                        LATER,
                        List.of(ROOT, OTHER_ROOT),
                        LEAF,
                        ca("Issuing CA").key(ISSUING_KEYS).validUntil(PAST).signedBy(ROOT),
                        issuingBySecond),
                row("of two ways the one that is strong", FAR, List.of(RSA_ROOT, ROOT), LEAF, sha1Issuing, ISSUING),
                refused("two CAs that sign each other", ROOT, UNKNOWN_AUTHORITY, "", TRUST, leaf().signedBy(a), a, b));
    }

    private static ChainRow row(String fact, Instant until, List<TestIdentity> anchors, TestIdentity... presented) {
        return new ChainRow(
                fact,
                certificates(presented),
                trusting(anchors.toArray(new TestIdentity[0])),
                null,
                "",
                until,
                Set.of());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void judges(ChainRow row) {
        row.assertJudged();
    }

    private static TestIdentity root(String commonName) {
        return ca(commonName)
                .plain(Extension.subjectAlternativeName, sanOf(commonName))
                .selfSigned();
    }

    private static GeneralNames sanOf(String name) {
        return new GeneralNames(new GeneralName(GeneralName.dNSName, name));
    }
}
