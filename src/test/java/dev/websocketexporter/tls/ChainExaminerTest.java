package dev.websocketexporter.tls;

import static dev.websocketexporter.probe.CertificateCheck.HOSTNAME;
import static dev.websocketexporter.probe.CertificateCheck.KEY;
import static dev.websocketexporter.probe.CertificateCheck.SIGNATURE;
import static dev.websocketexporter.probe.CertificateCheck.TRUST;
import static dev.websocketexporter.probe.CertificateCheck.VALIDITY;
import static dev.websocketexporter.probe.Reason.CERTIFICATE_EXPIRED;
import static dev.websocketexporter.probe.Reason.CERTIFICATE_INVALID;
import static dev.websocketexporter.probe.Reason.CERTIFICATE_NOT_YET_VALID;
import static dev.websocketexporter.probe.Reason.HOSTNAME_MISMATCH;
import static dev.websocketexporter.probe.Reason.SELF_SIGNED;
import static dev.websocketexporter.probe.Reason.UNKNOWN_AUTHORITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.websocketexporter.probe.CertificateCheck;
import dev.websocketexporter.probe.ChainReport;
import dev.websocketexporter.probe.Failure;
import dev.websocketexporter.probe.Reason;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChainExaminerTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Instant PAST = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant FUTURE = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant SOON = Instant.parse("2026-12-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2028-01-01T00:00:00Z");
    private static final Instant FAR = CertificateRecipe.VALID_UNTIL;
    private static final ASN1ObjectIdentifier STRANGE = new ASN1ObjectIdentifier("1.2.3.4.5");

    private static final KeyPair RSA = KeyKind.RSA_2048.generate();
    private static final KeyPair SHORT_RSA = KeyKind.RSA_1024.generate();
    private static final KeyPair LEAF_KEYS = KeyKind.EC_P256.generate();
    private static final KeyPair ISSUING_KEYS = KeyKind.EC_P256.generate();
    private static final TestIdentity ROOT = ca("Root").selfSigned();
    private static final TestIdentity RSA_ROOT = ca("RSA Root").key(RSA).selfSigned();
    private static final TestIdentity OTHER_ROOT = ca("Other Root").selfSigned();
    private static final TestIdentity ISSUING =
            ca("Issuing CA").key(ISSUING_KEYS).signedBy(ROOT);
    private static final TestIdentity LEAF = leaf().signedBy(ISSUING);

    /** A situation and what is expected of it. */
    record Row(
            String fact,
            List<X509Certificate> presented,
            TrustAnchors anchors,
            @Nullable Reason reason,
            String detail,
            @Nullable Instant verifiedUntil,
            Set<CertificateCheck> failed) {
        @Override
        public String toString() {
            return fact;
        }
    }

    private static Row accepted(String fact, TestIdentity anchor, Instant until, TestIdentity... presented) {
        return new Row(fact, certificates(presented), trusting(anchor), null, "", until, Set.of());
    }

    private static Row refused(
            String fact,
            TestIdentity anchor,
            Reason reason,
            String detail,
            CertificateCheck failed,
            TestIdentity... presented) {
        return new Row(fact, certificates(presented), trusting(anchor), reason, detail, null, Set.of(failed));
    }

    private static Row failing(Row row, CertificateCheck... failed) {
        return new Row(row.fact, row.presented, row.anchors, row.reason, row.detail, row.verifiedUntil, Set.of(failed));
    }

    static Stream<Row> rows() {
        return Stream.of(order(), dates(), trust(), strength(), rules(), crossSigned())
                .flatMap(rows -> rows);
    }

    private static Stream<Row> order() {
        return Stream.of(
                accepted("an orderly chain", ROOT, FAR, LEAF, ISSUING),
                accepted("a chain with its root", ROOT, FAR, LEAF, ISSUING, ROOT),
                accepted("a chain in a wrong order", ROOT, FAR, LEAF, ROOT, ISSUING),
                accepted("superfluous certificates", ROOT, FAR, LEAF, OTHER_ROOT, RSA_ROOT, ISSUING),
                accepted("the same certificate again and again", ROOT, FAR, LEAF, LEAF, ISSUING, ISSUING, LEAF),
                accepted("a leaf issued by the root", ROOT, FAR, leaf().signedBy(ROOT)),
                accepted("an intermediate as the anchor", ISSUING, FAR, LEAF),
                accepted("a trusted self-signed leaf", SELF, FAR, SELF),
                accepted("a trusted leaf whose issuer nobody knows", LEAF, FAR, LEAF));
    }

    private static final TestIdentity SELF = leaf().selfSigned();

    private static Stream<Row> dates() {
        TestIdentity expired = leaf().validUntil(PAST).signedBy(ISSUING);
        TestIdentity early = leaf().validFrom(FUTURE).signedBy(ISSUING);
        TestIdentity expiredCa = ca("Issuing CA").validUntil(PAST).signedBy(ROOT);
        TestIdentity expiredRoot = ca("Root").validUntil(PAST).selfSigned();
        TestIdentity soon = ca("Issuing CA").validUntil(SOON).signedBy(ROOT);
        TestIdentity soonRoot = ca("Root").validUntil(SOON).selfSigned();
        return Stream.of(
                refused(
                        "an expired leaf",
                        ROOT,
                        CERTIFICATE_EXPIRED,
                        "leaf CN=a.example expired 2026-11-01T00:00:00Z (now: 2026-11-21T10:00:00Z)",
                        VALIDITY,
                        expired,
                        ISSUING),
                refused(
                        "a leaf of the future",
                        ROOT,
                        CERTIFICATE_NOT_YET_VALID,
                        "leaf CN=a.example is not valid before 2027-01-01T00:00:00Z (now: 2026-11-21T10:00:00Z)",
                        VALIDITY,
                        early,
                        ISSUING),
                refused(
                        "an expired intermediate",
                        ROOT,
                        CERTIFICATE_EXPIRED,
                        "certificate 1 CN=Issuing CA expired",
                        VALIDITY,
                        leaf().signedBy(expiredCa),
                        expiredCa),
                refused(
                        "an expired anchor",
                        expiredRoot,
                        CERTIFICATE_EXPIRED,
                        "anchor CN=Root expired",
                        VALIDITY,
                        leaf().signedBy(expiredRoot)),
                accepted(
                        "a superfluous expired certificate",
                        ROOT,
                        FAR,
                        LEAF,
                        ISSUING,
                        ca("Other").validUntil(PAST).selfSigned()),
                accepted("an intermediate that expires first", ROOT, SOON, leaf().signedBy(soon), soon),
                accepted("an anchor that expires first", soonRoot, SOON, leaf().signedBy(soonRoot)),
                accepted("a last second", ROOT, NOW, leaf().validUntil(NOW).signedBy(ROOT)),
                accepted("a first second", ROOT, FAR, leaf().validFrom(NOW).signedBy(ROOT)),
                failing(
                        refused(
                                "expired and not trusted",
                                OTHER_ROOT,
                                CERTIFICATE_EXPIRED,
                                "leaf CN=a.example expired",
                                TRUST,
                                expired,
                                ISSUING),
                        VALIDITY,
                        TRUST),
                failing(
                        refused(
                                "expired and self-signed",
                                ROOT,
                                CERTIFICATE_EXPIRED,
                                "expired",
                                TRUST,
                                leaf().validUntil(PAST).selfSigned()),
                        VALIDITY,
                        TRUST),
                failing(
                        refused(
                                "an expired issuer in a chain without an anchor",
                                OTHER_ROOT,
                                CERTIFICATE_EXPIRED,
                                "certificate 1 CN=Issuing CA expired",
                                TRUST,
                                leaf().signedBy(expiredCa),
                                expiredCa),
                        VALIDITY,
                        TRUST));
    }

    private static Stream<Row> trust() {
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

    private static Stream<Row> strength() {
        TestIdentity sha1Root = ca("Old Root").key(RSA).signature("SHA1withRSA").selfSigned();
        TestIdentity sha1Ca = ca("Old CA").signature("SHA1withRSA").signedBy(RSA_ROOT);
        return Stream.of(
                refused(
                        "an SHA-1 signature on the leaf",
                        RSA_ROOT,
                        CERTIFICATE_INVALID,
                        "leaf CN=a.example is signed with SHA1WITHRSA (expected: SHA-256 or better)",
                        SIGNATURE,
                        leaf().signature("SHA1withRSA").signedBy(RSA_ROOT)),
                refused(
                        "an MD5 signature on the leaf",
                        RSA_ROOT,
                        CERTIFICATE_INVALID,
                        "is signed with MD5WITHRSA",
                        SIGNATURE,
                        leaf().signature("MD5withRSA").signedBy(RSA_ROOT)),
                refused(
                        "an SHA-1 signature with ECDSA",
                        ROOT,
                        CERTIFICATE_INVALID,
                        "SHA1WITHECDSA",
                        SIGNATURE,
                        leaf().signature("SHA1withECDSA").signedBy(ROOT)),
                refused(
                        "an SHA-1 signature on an intermediate",
                        RSA_ROOT,
                        CERTIFICATE_INVALID,
                        "certificate 1 CN=Old CA is signed with",
                        SIGNATURE,
                        leaf().signedBy(sha1Ca),
                        sha1Ca),
                accepted("an anchor's own SHA-1 signature", sha1Root, FAR, leaf().signedBy(sha1Root)),
                accepted("the same anchor presented too", sha1Root, FAR, leaf().signedBy(sha1Root), sha1Root),
                accepted(
                        "SHA-384 on P-384",
                        P384_ROOT,
                        FAR,
                        leaf().signature("SHA384withECDSA").signedBy(P384_ROOT)),
                accepted(
                        "RSASSA-PSS",
                        RSA_ROOT,
                        FAR,
                        leaf().signature("SHA256withRSAandMGF1").signedBy(RSA_ROOT)),
                failing(
                        accepted(
                                "a short RSA key is only told",
                                ROOT,
                                FAR,
                                leaf().key(SHORT_RSA).signedBy(ROOT)),
                        KEY));
    }

    private static final TestIdentity P384_ROOT =
            ca("P-384 Root").key(KeyKind.EC_P384).selfSigned();

    private static Stream<Row> rules() {
        TestIdentity noCa = leaf().key(ISSUING_KEYS).signedBy(ROOT);
        TestIdentity noConstraints = ca("I").without(Extension.basicConstraints).signedBy(ROOT);
        TestIdentity noSigning = ca("I").critical(Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature))
                .signedBy(ROOT);
        TestIdentity lastCa = ca("Last CA")
                .critical(Extension.basicConstraints, new BasicConstraints(0))
                .signedBy(ROOT);
        TestIdentity oneTooMany = ca("One too many").signedBy(lastCa);
        TestIdentity lastCaAgain = ca("Last CA").key(ISSUING_KEYS).signedBy(lastCa);
        TestIdentity clients = ca("Clients' CA")
                .plain(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                .signedBy(ROOT);
        TestIdentity permitting = constrained(new NameConstraints(subtree("example"), null));
        TestIdentity permittingB = constrained(new NameConstraints(subtree("b.example"), null));
        TestIdentity excluding = constrained(new NameConstraints(null, subtree("example")));
        TestIdentity excludingB = constrained(new NameConstraints(null, subtree("b.example")));
        TestIdentity oldRoot = ca("Old Root").versionOne().selfSigned();
        TestIdentity oldCa = ca("Old CA").versionOne().signedBy(ROOT);
        return Stream.of(
                invalid(
                        "an issuer that is no CA",
                        "certificate 1 CN=a.example: is no CA",
                        leaf("b.example", noCa),
                        noCa),
                invalid(
                        "an issuer without basic constraints",
                        "is no CA but issued",
                        leaf().signedBy(noConstraints),
                        noConstraints),
                invalid("an issuer of version 1", "is no CA but issued", leaf().signedBy(oldCa), oldCa),
                accepted("an anchor of version 1", oldRoot, FAR, leaf().signedBy(oldRoot)),
                invalid(
                        "an issuer that may not sign certificates",
                        "expected: keyCertSign",
                        leaf().signedBy(noSigning),
                        noSigning),
                accepted("a path as long as allowed", ROOT, FAR, leaf().signedBy(lastCa), lastCa),
                invalid(
                        "a path longer than allowed",
                        "certificate 2 CN=Last CA: has 1 CAs below it (expected: at most 0, its path length)",
                        leaf().signedBy(oneTooMany),
                        oneTooMany,
                        lastCa),
                accepted(
                        "a self-issued CA does not count for the length",
                        ROOT,
                        FAR,
                        leaf().signedBy(lastCaAgain),
                        lastCaAgain,
                        lastCa),
                invalid(
                        "a leaf for clients only",
                        "leaf CN=a.example: its extended key usage",
                        with(Extension.extendedKeyUsage, KeyPurposeId.id_kp_clientAuth)),
                accepted(
                        "a leaf for any purpose",
                        ROOT,
                        FAR,
                        with(Extension.extendedKeyUsage, KeyPurposeId.anyExtendedKeyUsage)),
                accepted(
                        "a leaf without a purpose",
                        ROOT,
                        FAR,
                        leaf().without(Extension.extendedKeyUsage).signedBy(ROOT)),
                invalid(
                        "a CA for clients only",
                        "certificate 1 CN=Clients' CA: its extended",
                        leaf().signedBy(clients),
                        clients),
                invalid(
                        "an unknown critical extension",
                        "critical extension 1.2.3.4.5",
                        leaf().critical(STRANGE, DERNull.INSTANCE).signedBy(ROOT)),
                accepted(
                        "an unknown extension that is not critical",
                        ROOT,
                        FAR,
                        leaf().plain(STRANGE, DERNull.INSTANCE).signedBy(ROOT)),
                invalid(
                        "an extension that cannot be read",
                        "leaf CN=a.example: extension 2.5.29.37 cannot be read",
                        leaf().extension(Extension.extendedKeyUsage, false, new byte[] {4, 1})
                                .signedBy(ROOT)),
                accepted("a permitted name", ROOT, FAR, leaf().signedBy(permitting), permitting),
                accepted("a name that is not excluded", ROOT, FAR, leaf().signedBy(excludingB), excludingB),
                invalid(
                        "a name that is not permitted",
                        "leaf CN=a.example: violates the name constraints",
                        leaf().signedBy(permittingB),
                        permittingB),
                invalid(
                        "an excluded name",
                        "leaf CN=a.example: violates the name constraints",
                        leaf().signedBy(excluding),
                        excluding));
    }

    private static Row invalid(String fact, String detail, TestIdentity... presented) {
        return new Row(fact, certificates(presented), trusting(ROOT), CERTIFICATE_INVALID, detail, null, Set.of(TRUST));
    }

    private static Stream<Row> crossSigned() {
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

    private static Row row(String fact, Instant until, List<TestIdentity> anchors, TestIdentity... presented) {
        return new Row(
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
    void judges(Row row) {
        ChainReport report = ChainExaminer.examine(row.presented, "a.example", row.anchors, NOW);

        assertThat(reason(report)).as(String.valueOf(report.fault())).isEqualTo(row.reason);
        assertThat(detail(report)).contains(row.detail).doesNotContain("\n");
        assertThat(report.verified()).isEqualTo(row.reason == null);
        assertThat(report.verifiedChainExpiry()).isEqualTo(row.verifiedUntil);
        assertThat(failedChecks(report)).isEqualTo(row.failed);
        assertThat(report.presented()).hasSameSizeAs(row.presented);
    }

    @Test
    void nameComesAfterTrustAndBeforeTheRules() {
        TestIdentity weak = leaf().signature("SHA1withRSA").signedBy(RSA_ROOT);

        ChainReport trusted = ChainExaminer.examine(weak.chain(), "b.example", trusting(RSA_ROOT), NOW);
        ChainReport untrusted = ChainExaminer.examine(weak.chain(), "b.example", trusting(ROOT), NOW);

        assertThat(reason(trusted)).isEqualTo(HOSTNAME_MISMATCH);
        assertThat(failedChecks(trusted)).containsExactlyInAnyOrder(HOSTNAME, SIGNATURE);
        assertThat(reason(untrusted)).isEqualTo(UNKNOWN_AUTHORITY);
        assertThat(failedChecks(untrusted)).containsExactlyInAnyOrder(HOSTNAME, TRUST, SIGNATURE);
    }

    @Test
    void chainOfAnotherNameIsVerifiedAllTheSame() {
        ChainReport report = ChainExaminer.examine(certificates(LEAF, ISSUING), "b.example", trusting(ROOT), NOW);

        assertThat(detail(report)).isEqualTo("certificate is for a.example (expected: b.example)");
        assertThat(report.verifiedChainExpiry()).isEqualTo(FAR);
        assertThat(report.verified()).isFalse();
    }

    @Test
    void newlineInANameDoesNotBreakTheMessage() {
        TestIdentity odd = CertificateRecipe.leaf("a\nb")
                .names("a.example")
                .validUntil(PAST)
                .signedBy(ROOT);

        assertThat(detail(ChainExaminer.examine(odd.chain(), "a.example", trusting(ROOT), NOW)))
                .startsWith("leaf CN=a\\u000ab expired");
    }

    @Test
    void certificatesBehindTheSixteenthAreReportedButNotSearched() {
        List<X509Certificate> presented = new ArrayList<>(List.of(LEAF.certificate()));
        for (int i = 1; i < PathSearch.MAX_PRESENTED; i++) {
            presented.add(ca("Filler " + i).key(LEAF_KEYS).selfSigned().certificate());
        }
        presented.add(ISSUING.certificate());

        ChainReport report = ChainExaminer.examine(presented, "a.example", trusting(ROOT), NOW);

        assertThat(report.presented()).hasSize(PathSearch.MAX_PRESENTED + 1);
        assertThat(reason(report)).isEqualTo(UNKNOWN_AUTHORITY);
    }

    /** Five layers of three CAs each, every one signed by all three above: 3^5 ways, none of which ends. */
    @Test
    void mazeOfCrossSignedCertificatesIsLeftAfterBoundedWork() {
        KeyPair[] keys = Stream.generate(KeyKind.EC_P256::generate).limit(6).toArray(KeyPair[]::new);
        List<X509Certificate> maze = new ArrayList<>();
        TestIdentity above = ca("Layer 5").key(keys[5]).selfSigned();
        for (int layer = 4; layer >= 0; layer--) {
            for (int copy = 0; copy < 3; copy++) {
                maze.add(ca("Layer " + layer)
                        .key(keys[layer])
                        .validUntil(LATER.plusSeconds(copy))
                        .signedBy(above)
                        .certificate());
            }
            above = ca("Layer " + layer).key(keys[layer]).signedBy(above);
        }
        maze.add(0, leaf().signedBy(above).certificate());
        TrustAnchors none = trusting(OTHER_ROOT);

        List<CertificatePath> paths =
                PathSearch.paths(maze.stream().map(ParsedCertificate::of).toList(), none);

        assertThat(paths).hasSizeLessThanOrEqualTo(PathSearch.MAX_PATHS);
        assertThat(reason(ChainExaminer.examine(maze, "a.example", none, NOW))).isEqualTo(UNKNOWN_AUTHORITY);
    }

    @Test
    void noSpoiltByteOfALeafMakesAReportImpossible() throws Exception {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        byte[] good = LEAF.certificate().getEncoded();
        int examined = 0;
        for (int i = 0; i < good.length; i += 4) {
            byte[] spoilt = good.clone();
            spoilt[i] ^= 0x01;
            try {
                X509Certificate leaf = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(spoilt));
                ChainReport report =
                        ChainExaminer.examine(List.of(leaf, ISSUING.certificate()), "a.example", trusting(ROOT), NOW);
                assertThat(report.verified()).as("byte " + i).isFalse();
                examined++;
            } catch (CertificateException e) {
                assertThat(e).as("what Java itself cannot read never gets here").isNotNull();
            } catch (IllegalArgumentException e) {
                assertThat(e).as("byte " + i).hasMessageStartingWith("not an X.509 certificate: ");
            }
        }
        assertThat(examined).isGreaterThan(good.length / 8);
    }

    @Test
    void sameChainGivesTheSameReport() {
        List<X509Certificate> presented = certificates(LEAF, ISSUING, ROOT);

        assertThat(ChainExaminer.examine(presented, "a.example", trusting(ROOT), NOW))
                .isEqualTo(ChainExaminer.examine(presented, "a.example", trusting(ROOT), NOW));
    }

    @Test
    void timeIsWhatTheCallerSays() {
        Instant afterAll = FAR.plus(Duration.ofSeconds(1));

        assertThat(reason(ChainExaminer.examine(certificates(LEAF, ISSUING), "a.example", trusting(ROOT), afterAll)))
                .isEqualTo(CERTIFICATE_EXPIRED);
    }

    @Test
    void nothingPresentedIsAMistakeOfTheCaller() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChainExaminer.examine(List.of(), "a.example", trusting(ROOT), NOW))
                .withMessage("presented: no certificate (expected: at least the leaf)");
    }

    private static CertificateRecipe ca(String commonName) {
        return CertificateRecipe.ca(commonName);
    }

    private static TestIdentity root(String commonName) {
        return ca(commonName)
                .plain(Extension.subjectAlternativeName, sanOf(commonName))
                .selfSigned();
    }

    private static GeneralNames sanOf(String name) {
        return new GeneralNames(new GeneralName(GeneralName.dNSName, name));
    }

    private static CertificateRecipe leaf() {
        return CertificateRecipe.leaf("a.example").key(LEAF_KEYS);
    }

    private static TestIdentity leaf(String commonName, TestIdentity issuer) {
        return CertificateRecipe.leaf(commonName).names("a.example").signedBy(issuer);
    }

    private static TestIdentity with(ASN1ObjectIdentifier kind, KeyPurposeId purpose) {
        return leaf().plain(kind, new ExtendedKeyUsage(purpose)).signedBy(ROOT);
    }

    private static TestIdentity constrained(NameConstraints constraints) {
        return ca("Constrained CA")
                .critical(Extension.nameConstraints, constraints)
                .signedBy(ROOT);
    }

    private static GeneralSubtree[] subtree(String name) {
        return new GeneralSubtree[] {new GeneralSubtree(new GeneralName(GeneralName.dNSName, name))};
    }

    private static List<X509Certificate> certificates(TestIdentity... identities) {
        return Arrays.stream(identities).map(TestIdentity::certificate).toList();
    }

    private static TrustAnchors trusting(TestIdentity... anchors) {
        return TrustAnchors.of(
                Arrays.stream(anchors).map(TestIdentity::certificate).toList(), "test.pem");
    }

    private static @Nullable Reason reason(ChainReport report) {
        Failure fault = report.fault();
        return fault == null ? null : fault.reason();
    }

    private static String detail(ChainReport report) {
        Failure fault = report.fault();
        return fault == null ? "" : fault.detail();
    }

    private static Set<CertificateCheck> failedChecks(ChainReport report) {
        return CertificateCheck.OF_CHAIN.stream()
                .filter(check -> !report.checks().get(check))
                .collect(Collectors.toSet());
    }
}
