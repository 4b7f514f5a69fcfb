package dev.websocketexporter.tls;

import static dev.websocketexporter.testkit.CertificateRecipe.ca;
import static dev.websocketexporter.testkit.CertificateRecipe.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.TlsReport.StapleReport;
import dev.websocketexporter.probe.report.TlsReport.StapleReport.Status;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.StapleRecipe;
import dev.websocketexporter.testkit.TestIdentity;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Staples, good and bad, and how long an outcome holds. */
class PeerVerificationTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Instant PAST = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant FUTURE = Instant.parse("2027-01-01T00:00:00Z");
    private static final Instant FAR = CertificateRecipe.VALID_UNTIL;

    private static final TestIdentity ROOT = ca("Root").selfSigned();
    private static final TestIdentity ISSUING = ca("Issuing CA").signedBy(ROOT);
    private static final TestIdentity IMPOSTOR = ca("Issuing CA").signedBy(ROOT);
    private static final TestIdentity LEAF = leaf("a.example").signedBy(ISSUING);
    private static final TestIdentity RESPONDER = responder().signedBy(ISSUING);

    private static CertificateRecipe responder() {
        return leaf("responder")
                .plain(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));
    }

    /** A staple and what is expected of it. */
    record Row(
            String fact,
            byte[] staple,
            @Nullable Status status,
            @Nullable String flaw) {
        @Override
        public String toString() {
            return fact;
        }
    }

    private static Row sound(String fact, Status status, byte[] staple) {
        return new Row(fact, staple, status, null);
    }

    private static Row flawed(String fact, @Nullable Status status, String flaw, byte[] staple) {
        return new Row(fact, staple, status, flaw);
    }

    private static StapleRecipe good() {
        return StapleRecipe.good(LEAF);
    }

    static Stream<Row> staples() {
        return Stream.concat(soundOnes(), flawedOnes());
    }

    private static Stream<Row> soundOnes() {
        return Stream.of(
                sound("by the issuer", Status.GOOD, good().signedBy(ISSUING)),
                sound("by a delegate", Status.GOOD, good().signedBy(ISSUING, RESPONDER)),
                sound(
                        "unknown to the responder",
                        Status.UNKNOWN,
                        StapleRecipe.unknown(LEAF).signedBy(ISSUING)),
                sound(
                        "revoked",
                        Status.REVOKED,
                        StapleRecipe.revoked(LEAF, PAST).signedBy(ISSUING)),
                sound(
                        "revoked, by a delegate",
                        Status.REVOKED,
                        StapleRecipe.revoked(LEAF, PAST).signedBy(ISSUING, RESPONDER)),
                sound(
                        "without a next update",
                        Status.GOOD,
                        good().withoutNextUpdate()
                                .from(NOW.minus(Duration.ofDays(7)))
                                .signedBy(ISSUING)),
                sound("up to the last instant", Status.GOOD, good().until(NOW).signedBy(ISSUING)),
                sound("from the first instant", Status.GOOD, good().from(NOW).signedBy(ISSUING)),
                sound(
                        "naming by SHA-256",
                        Status.GOOD,
                        good().naming(NISTObjectIdentifiers.id_sha256).signedBy(ISSUING)),
                sound(
                        "with a nonce",
                        Status.GOOD,
                        good().extensions(critical(OCSPObjectIdentifiers.id_pkix_ocsp_nonce))
                                .signedBy(ISSUING)),
                sound(
                        "with critical timestamps of certificate transparency",
                        Status.GOOD,
                        good().extensions(critical(new ASN1ObjectIdentifier("1.3.6.1.4.1.11129.2.4.5")))
                                .signedBy(ISSUING)));
    }

    private static Stream<Row> flawedOnes() {
        byte[] tampered = good().signedBy(ISSUING);
        tampered[tampered.length - 1] ^= 1;
        byte[] cut = Arrays.copyOf(tampered, tampered.length - 7);
        TestIdentity clerk = leaf("clerk").signedBy(ISSUING);
        TestIdentity outsider = responder().signedBy(ROOT);
        return Stream.of(
                flawed("nonsense", null, "it is no OCSP response: ", new byte[] {1, 2, 3}),
                flawed("one that is cut", null, "it is no OCSP response: ", cut),
                flawed(
                        "an error",
                        null,
                        "the responder answered with the error tryLater (expected: successful)",
                        new byte[] {0x30, 3, 0x0a, 1, 3}),
                flawed("success without an answer", null, "it holds no basic OCSP response", new byte[] {
                    0x30, 3, 0x0a, 1, 0
                }),
                flawed(
                        "of another serial",
                        null,
                        "it is about another certificate (expected: serial 1001 of CN=Issuing CA)",
                        good().serial(BigInteger.TEN).signedBy(ISSUING)),
                flawed("of another issuer", null, "it is about another certificate (expected: ", good().signedBy(ROOT)),
                flawed(
                        "of an issuer of the same name",
                        null,
                        "it is about another certificate (expected: ",
                        good().signedBy(IMPOSTOR)),
                flawed(
                        "naming by a digest nobody knows",
                        null,
                        "it is about another certificate",
                        good().naming(PKCSObjectIdentifiers.md4).signedBy(ISSUING)),
                flawed(
                        "naming by a digest nobody knows, and by nothing",
                        null,
                        "it is about another certificate",
                        good().namingWithoutHashes(PKCSObjectIdentifiers.md4).signedBy(ISSUING)),
                flawed(
                        "by a delegate who was certified with SHA-1",
                        Status.GOOD,
                        "its signer CN=responder was certified with SHA1WITHECDSA (expected: SHA-256 or better)",
                        good().signedBy(
                                        ISSUING,
                                        responder().signature("SHA1withECDSA").signedBy(ISSUING))),
                flawed("tampered with", Status.GOOD, "its signature is not one of the certificate's issuer", tampered),
                flawed(
                        "by one who may not",
                        Status.GOOD,
                        "its signer CN=clerk may not sign OCSP responses (expected: extended key usage OCSPSigning)",
                        good().signedBy(ISSUING, clerk)),
                flawed(
                        "by one of another issuer",
                        Status.GOOD,
                        "its signer CN=responder was not certified by the certificate's issuer",
                        good().signedBy(ISSUING, outsider)),
                flawed(
                        "by one who is not named",
                        Status.REVOKED,
                        "its signature is not one of",
                        StapleRecipe.revoked(LEAF, PAST).signedByHidden(ISSUING, IMPOSTOR)),
                flawed(
                        "revoked by one who may not",
                        Status.REVOKED,
                        "its signer CN=clerk may not",
                        StapleRecipe.revoked(LEAF, PAST).signedBy(ISSUING, clerk)),
                flawed(
                        "with a SHA-1 signature",
                        Status.GOOD,
                        "it is signed with SHA1WITHECDSA (expected: SHA-256 or better)",
                        good().signature("SHA1withECDSA").signedBy(ISSUING)),
                flawed(
                        "with a critical extension",
                        Status.GOOD,
                        "it has a critical extension that is not known here",
                        good().extensions(critical(new ASN1ObjectIdentifier("1.2.3.4")))
                                .signedBy(ISSUING)),
                flawed(
                        "stale",
                        Status.GOOD,
                        "it is stale since 2026-11-01T00:00:00Z",
                        good().until(PAST).signedBy(ISSUING)),
                flawed(
                        "without a next update and older than a week",
                        Status.GOOD,
                        "it names no next update, and this one is of 2026-11-14T09:59:59Z (expected: at most 7 days old)",
                        good().withoutNextUpdate()
                                .from(NOW.minus(Duration.ofDays(7)).minusSeconds(1))
                                .signedBy(ISSUING)),
                flawed(
                        "produced before the certificate was valid",
                        Status.GOOD,
                        "it was produced 2019-12-31T23:59:59Z, when the certificate was not valid",
                        good().produced(CertificateRecipe.VALID_FROM.minusSeconds(1))
                                .signedBy(ISSUING)),
                flawed(
                        "of the future",
                        Status.GOOD,
                        "it is of the future: this update 2027-01-01T00:00:00Z",
                        good().from(FUTURE).signedBy(ISSUING)),
                flawed(
                        "produced in the future",
                        Status.GOOD,
                        "it is of the future: ",
                        good().produced(FUTURE).signedBy(ISSUING)),
                flawed(
                        "by a delegate that expired",
                        Status.GOOD,
                        "its signer CN=responder expired 2026-11-01T00:00:00Z",
                        good().signedBy(ISSUING, responder().validUntil(PAST).signedBy(ISSUING))),
                flawed(
                        "by a delegate of the future",
                        Status.GOOD,
                        "its signer CN=responder is not valid before 2027",
                        good().signedBy(ISSUING, responder().validFrom(FUTURE).signedBy(ISSUING))));
    }

    private static Extensions critical(ASN1ObjectIdentifier kind) {
        return new Extensions(new Extension(kind, true, new byte[] {5, 0}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("staples")
    void stapleIsJudged(Row row) {
        PeerVerification examination = examined(row.staple(), LEAF, ISSUING);

        StapleReport staple = examination.staple();
        assertThat(staple).isNotNull();
        assertThat(staple.status()).isEqualTo(row.status());
        if (row.flaw() == null) {
            assertThat(staple.flaw()).isNull();
        } else {
            assertThat(staple.flaw()).startsWith(row.flaw()).doesNotContain("\n");
        }
        assertThat(staple.passed()).isEqualTo(row.status() == Status.GOOD && row.flaw() == null);
        assertThat(staple.revocation() != null).isEqualTo(row.status() == Status.REVOKED && row.flaw() == null);
        assertThat(examination.chain().verified())
                .as("has nothing to do with it")
                .isTrue();
    }

    @Test
    void revocationSaysSinceWhenAndWhy() {
        PeerVerification examination =
                examined(StapleRecipe.revoked(LEAF, PAST).from(PAST).signedBy(ISSUING), LEAF, ISSUING);
        assertThat(String.valueOf(examination.fault()))
                .isEqualTo(
                        "tls/certificate_revoked: leaf CN=a.example was revoked 2026-11-01T00:00:00Z (keyCompromise),"
                                + " says the stapled OCSP response of 2026-11-01T00:00:00Z (expected: good)");
    }

    @Test
    void revocationDoesNotGetTooOld() {
        byte[] stale = StapleRecipe.revoked(LEAF, PAST)
                .from(PAST)
                .until(PAST.plusSeconds(1))
                .signedBy(ISSUING);
        PeerVerification examination = examined(stale, LEAF, ISSUING);
        assertThat(reason(examination.fault())).isEqualTo(Reason.CERTIFICATE_REVOKED);
        assertThat(examination.staple()).isNotNull();
        assertThat(examination.staple().flaw()).isEqualTo("it is stale since 2026-11-01T00:00:01Z");
    }

    @Test
    void revocationComesBehindDatesTrustAndNameAndBeforeTheRest() {
        TestIdentity expired = leaf("a.example").validUntil(PAST).signedBy(ISSUING);
        TestIdentity other = leaf("b.example").signedBy(ISSUING);
        TestIdentity weak = leaf("a.example").signature("SHA1withECDSA").signedBy(ISSUING);
        assertThat(reasonWhenRevoked(expired)).isEqualTo(Reason.CERTIFICATE_EXPIRED);
        assertThat(reasonWhenRevoked(other)).isEqualTo(Reason.HOSTNAME_MISMATCH);
        assertThat(reasonWhenRevoked(weak)).isEqualTo(Reason.CERTIFICATE_REVOKED);
        byte[] response = StapleRecipe.revoked(LEAF, PAST).signedBy(ISSUING);
        assertThat(reason(examined(response, TrustAnchors.none(), LEAF, ISSUING).fault()))
                .isEqualTo(Reason.UNKNOWN_AUTHORITY);
    }

    @Test
    void goodWordDoesNotHideABadOneBesideIt() {
        StapleRecipe revoked = StapleRecipe.revoked(LEAF, PAST);
        assertThat(reason(examined(good().and(revoked).signedBy(ISSUING), LEAF, ISSUING)
                        .fault()))
                .isEqualTo(Reason.CERTIFICATE_REVOKED);
    }

    @Test
    void twoWordsAboutOneCertificateCannotBeReliedOn() {
        StapleRecipe unknown = StapleRecipe.unknown(LEAF);
        StapleRecipe revoked = StapleRecipe.revoked(LEAF, PAST);

        assertThat(stapled(good().and(unknown)).status()).isEqualTo(Status.UNKNOWN);
        assertThat(stapled(good().and(unknown)).flaw())
                .isEqualTo(
                        "it contradicts itself: it says of this certificate good and unknown (expected: one status)");
        assertThat(stapled(unknown.and(good())).status()).isEqualTo(Status.UNKNOWN);
        assertThat(stapled(good().and(revoked)).status()).isEqualTo(Status.REVOKED);
        assertThat(stapled(good().and(revoked)).flaw()).startsWith("it contradicts itself: ");
        assertThat(stapled(good().and(revoked)).passed()).isFalse();
    }

    private static StapleReport stapled(StapleRecipe recipe) {
        return Objects.requireNonNull(
                examined(recipe.signedBy(ISSUING), LEAF, ISSUING).staple());
    }

    private static @Nullable Reason reasonWhenRevoked(TestIdentity leaf) {
        return reason(examined(StapleRecipe.revoked(leaf, PAST).signedBy(ISSUING), leaf, ISSUING)
                .fault());
    }

    @Test
    void withoutTheIssuerNobodyCanTellWhoSigned() {
        StapleReport staple = examined(StapleRecipe.revoked(LEAF, PAST).signedBy(ISSUING), LEAF)
                .staple();
        assertThat(staple).isNotNull();
        assertThat(staple.status()).isEqualTo(Status.REVOKED);
        assertThat(staple.nextUpdate()).isEqualTo(FAR);
        assertThat(staple.flaw())
                .isEqualTo("it cannot be verified without CN=Issuing CA, which is neither presented nor trusted");
        assertThat(staple.revocation()).isNull();
    }

    @Test
    void theIssuerMayBeAnAnchorOrTheLeafItself() {
        TestIdentity underRoot = leaf("a.example").signedBy(ROOT);
        TestIdentity self = leaf("a.example").selfSigned();
        assertThat(examined(StapleRecipe.good(underRoot).signedBy(ROOT), underRoot)
                        .staple())
                .matches(StapleReport::passed);
        assertThat(examined(StapleRecipe.good(self).signedBy(self), self).staple())
                .matches(StapleReport::passed);
    }

    @Test
    void rsaRespondersAreUnderstood() {
        TestIdentity rsa = ca("RSA CA").key(KeyKind.RSA_2048).signedBy(ROOT);
        TestIdentity leaf = leaf("a.example").signedBy(rsa);
        byte[] response = StapleRecipe.good(leaf).signature("SHA256withRSA").signedBy(rsa);
        assertThat(examined(response, leaf, rsa).staple()).matches(StapleReport::passed);
    }

    @Test
    void nothingStapledIsNothingReported() {
        PeerVerification examination = PeerVerification.of(
                presented(null, LEAF, ISSUING),
                "a.example",
                trusting(ROOT),
                NOW,
                VerificationBudget.begin(() -> false));
        assertThat(examination.staple()).isNull();
        assertThat(examination.fault()).isNull();
    }

    @Test
    void outcomeHoldsFromItsTimeUntilTheNextDate() {
        Instant soon = NOW.plusSeconds(20);
        TestIdentity leaf = leaf("a.example").validUntil(soon).signedBy(ISSUING);
        PeerVerification examination = PeerVerification.of(
                presented(null, leaf, ISSUING),
                "a.example",
                trusting(ROOT),
                NOW,
                VerificationBudget.begin(() -> false));
        assertThat(examination.nextDate()).isEqualTo(soon);
        assertThat(examination.holdsAt(NOW.minusMillis(1))).isFalse();
        assertThat(examination.holdsAt(NOW)).isTrue();
        assertThat(examination.holdsAt(soon.minusMillis(1))).isTrue();
        assertThat(examination.holdsAt(soon)).isFalse();
    }

    /** RFC 5280 §4.1.2.5: notAfter is inclusive, and to the second. */
    @Test
    void theLastSecondLastsUntilItsEnd() {
        TestIdentity leaf = leaf("a.example").validUntil(NOW).signedBy(ISSUING);

        PeerVerification within = examinedAt(NOW.plusMillis(500), leaf);
        assertThat(within.fault()).isNull();
        assertThat(within.nextDate()).isEqualTo(NOW.plusSeconds(1));
        assertThat(examinedAt(NOW.plusSeconds(1), leaf).fault())
                .extracting(Failure::reason)
                .isEqualTo(Reason.CERTIFICATE_EXPIRED);
    }

    private static PeerVerification examinedAt(Instant now, TestIdentity leaf) {
        return PeerVerification.of(
                presented(null, leaf, ISSUING),
                "a.example",
                trusting(ROOT),
                now,
                VerificationBudget.begin(() -> false));
    }

    @Test
    void datesOfAnchorsAndOfTheStapleCountToo() {
        TestIdentity root = ca("Root").validUntil(NOW.plusSeconds(30)).selfSigned();
        TestIdentity leaf = leaf("a.example").signedBy(root);
        assertThat(PeerVerification.of(
                                presented(null, leaf),
                                "a.example",
                                trusting(root),
                                NOW,
                                VerificationBudget.begin(() -> false))
                        .nextDate())
                .isEqualTo(NOW.plusSeconds(30));
        byte[] response = StapleRecipe.good(leaf).until(NOW.plusSeconds(10)).signedBy(root);
        assertThat(PeerVerification.of(
                                presented(response, leaf),
                                "a.example",
                                trusting(root),
                                NOW,
                                VerificationBudget.begin(() -> false))
                        .nextDate())
                .isEqualTo(NOW.plusSeconds(10));
        TestIdentity delegate = responder().validUntil(NOW.plusSeconds(5)).signedBy(root);
        byte[] delegated = StapleRecipe.good(leaf).signedBy(root, delegate);
        assertThat(PeerVerification.of(
                                presented(delegated, leaf),
                                "a.example",
                                trusting(root),
                                NOW,
                                VerificationBudget.begin(() -> false))
                        .nextDate())
                .isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void outcomeThatNamesTheTimeIsOfThatTimeOnly() {
        TestIdentity expired = leaf("a.example").validUntil(PAST).signedBy(ISSUING);
        PeerVerification examination = PeerVerification.of(
                presented(null, expired, ISSUING),
                "a.example",
                trusting(ROOT),
                NOW,
                VerificationBudget.begin(() -> false));
        assertThat(examination.holdsAt(NOW)).isTrue();
        assertThat(examination.holdsAt(NOW.plus(Duration.ofNanos(1)))).isFalse();
    }

    @Test
    void withoutALeafThereIsNothingToExamine() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PeerCertificates(List.of(), null))
                .withMessage("presented: no certificate (expected: at least the leaf)");
    }

    private static PeerVerification examined(byte[] staple, TestIdentity... presented) {
        return examined(staple, trusting(ROOT), presented);
    }

    private static PeerVerification examined(byte[] staple, TrustAnchors anchors, TestIdentity... presented) {
        return PeerVerification.of(
                presented(staple, presented), "a.example", anchors, NOW, VerificationBudget.begin(() -> false));
    }

    private static PeerCertificates presented(byte @Nullable [] staple, TestIdentity... identities) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (TestIdentity identity : identities) {
            certificates.add(identity.certificate());
        }
        return new PeerCertificates(certificates, staple == null ? null : ByteBuffer.wrap(staple));
    }

    private static TrustAnchors trusting(TestIdentity anchor) {
        return TrustAnchors.of(List.of(anchor.certificate()), "test");
    }

    private static @Nullable Reason reason(@Nullable Failure failure) {
        return failure == null ? null : failure.reason();
    }

    @Test
    void textsThatTakeTwoBytesACharacterCountAsSuch() {
        long narrow = bytesOfSelfSigned("x".repeat(60));
        // Four such texts: subject, issuer and their common names. What else there is to say of such a chain may quote
        // one.
        assertThat(bytesOfSelfSigned("漢".repeat(60)) - narrow).isBetween(240L, 500L);
    }

    @Test
    void wordsOfAFaultCountToo() {
        PeerVerification untrusted = PeerVerification.of(
                new PeerCertificates(LEAF.chain(), null),
                "a.example",
                TrustAnchors.none(),
                NOW,
                VerificationBudget.begin(() -> false));
        Failure fault = new Failure(Phase.TLS, Reason.UNKNOWN_AUTHORITY, "x".repeat(500));
        assertThat(untrusted.withoutTrust(fault).approximateBytes()).isGreaterThan(untrusted.approximateBytes() + 300);
    }

    private static long bytesOfSelfSigned(String commonName) {
        TestIdentity self = ca(commonName).selfSigned();
        return PeerVerification.of(
                        new PeerCertificates(self.chain(), null),
                        "a.example",
                        TrustAnchors.none(),
                        NOW,
                        VerificationBudget.begin(() -> false))
                .approximateBytes();
    }
}
