package dev.websocketexporter.tls;

import static dev.websocketexporter.testkit.CertificateRecipe.VALID_UNTIL;
import static dev.websocketexporter.testkit.CertificateRecipe.ca;
import static dev.websocketexporter.testkit.CertificateRecipe.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.TlsReport.CrlReport;
import dev.websocketexporter.testkit.CrlRecipe;
import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.TestIdentity;
import dev.websocketexporter.tls.CrlReader.Reading;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RevocationListTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant SINCE = Instant.parse("2026-10-01T00:00:00Z");
    private static final String URL = "http://crl.example/a.crl";

    private static final TestIdentity CA = ca("CA").selfSigned();
    private static final TestIdentity LEAF = leaf("a.example")
            .plain(Extension.cRLDistributionPoints, CrlRecipe.at(URL))
            .signedBy(CA);
    private static final CrlSource SOURCE = source(CA, LEAF);

    @Test
    void certificateThatIsNotOnTheListIsGood() {
        CrlReport report = judged(CrlRecipe.of(CA)
                .revoking(BigInteger.TEN, SINCE, CRLReason.superseded)
                .der());
        assertThat(report).isEqualTo(new CrlReport(VALID_UNTIL, null, null));
        assertThat(report.passed()).isTrue();
    }

    @Test
    void certificateOnTheListIsRevoked() {
        assertThat(judged(CrlRecipe.of(CA).revoking(LEAF, SINCE).der()))
                .isEqualTo(new CrlReport(
                        VALID_UNTIL,
                        null,
                        new Failure(
                                Phase.TLS,
                                Reason.CERTIFICATE_REVOKED,
                                "leaf CN=a.example was revoked 2026-10-01T00:00:00Z (keyCompromise), says the revocation"
                                        + " list of CN=CA of 2020-01-01T00:00:00Z (expected: not on it)")));
    }

    @Test
    void entryWithoutAReasonCounts() {
        byte[] der = CrlRecipe.of(CA)
                .revoking(LEAF.certificate().getSerialNumber(), SINCE, CRLReason.unspecified)
                .der();
        assertThat(Objects.requireNonNull(judged(der).revocation()).detail())
                .contains("was revoked 2026-10-01T00:00:00Z, says");
    }

    @Test
    void pemIsTakenLikeDer() {
        assertThat(judged(CrlRecipe.of(CA).revoking(LEAF, SINCE).pem()).revocation())
                .isNotNull();
    }

    @Test
    void oneOfManyIsFound() {
        CrlRecipe many = CrlRecipe.of(CA);
        for (int i = 0; i < 3_000; i++) {
            many.revoking(BigInteger.valueOf(i * 7L + 1).shiftLeft(i % 120), SINCE, CRLReason.superseded);
        }
        assertThat(judged(many.der()).passed()).isTrue();
        assertThat(judged(many.revoking(LEAF, SINCE).der()).revocation()).isNotNull();
    }

    @Test
    void memoryOfAListIsAboutThatOfItsEncoding() {
        CrlRecipe many = CrlRecipe.of(CA);
        for (int i = 0; i < 3_000; i++) {
            many.revoking(BigInteger.ONE.shiftLeft(120).add(BigInteger.valueOf(i)), SINCE, CRLReason.superseded);
        }
        byte[] der = many.der();
        RevocationList list =
                Objects.requireNonNull(CrlReader.read(der, SOURCE.issuer()).list());
        assertThat(list.approximateBytes()).isBetween(der.length / 2L, der.length * 3L / 2);
    }

    static Stream<Arguments> unusable() {
        TestIdentity other = ca("Other").selfSigned();
        byte[] good = CrlRecipe.of(CA).der();
        return Stream.of(
                Arguments.of("nothing", new byte[0], "it is no revocation list (expected: DER, or PEM with X509 CRL)"),
                Arguments.of("text", new byte[] {'h', 'i'}, "it is no revocation list (expected: DER, or PEM"),
                Arguments.of("cut off", Arrays.copyOf(good, good.length - 1), "it cannot be read"),
                Arguments.of("followed", Arrays.copyOf(good, good.length + 1), "bytes follow it (expected: nothing)"),
                Arguments.of("of many parts", manyParts(), "it cannot be read"),
                Arguments.of("another issuer", CrlRecipe.of(other).der(), "it is of CN=Other (expected: of CN=CA,"),
                Arguments.of(
                        "another key",
                        CrlRecipe.of(CA).signedWith(other.keys()),
                        "its signature is not by the key of CN=CA"),
                Arguments.of(
                        "SHA-1",
                        CrlRecipe.of(CA).signature("SHA1withECDSA").der(),
                        "it is signed with SHA1WITHECDSA (expected: SHA-256 or better)"),
                Arguments.of(
                        "delta",
                        extended(Extension.deltaCRLIndicator, new ASN1Integer(1)),
                        "it is a delta of another list (expected: a complete one)"),
                Arguments.of(
                        "indirect",
                        scoped(new IssuingDistributionPoint(null, true, false)),
                        "it is an indirect one (expected: of the certificate's issuer alone)"),
                Arguments.of(
                        "CAs only",
                        scoped(new IssuingDistributionPoint(null, false, true, null, false, false)),
                        "it is not for certificates of servers"),
                Arguments.of(
                        "some reasons",
                        scoped(new IssuingDistributionPoint(
                                null, false, false, new ReasonFlags(ReasonFlags.keyCompromise), false, false)),
                        "it has some reasons only"),
                Arguments.of(
                        "unknown critical extension",
                        extended(new ASN1ObjectIdentifier("1.2.3.4"), DERNull.INSTANCE),
                        "it has the critical extension 1.2.3.4"),
                Arguments.of("without end", CrlRecipe.of(CA).withoutNextUpdate().der(), "it names no next update"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void listThatCannotBeUsedSaysWhy(String name, byte[] crl, String why) {
        Reading reading = CrlReader.read(crl, SOURCE.issuer());
        assertThat(reading.list()).isNull();
        assertThat(reading.flaw()).contains(why).doesNotContain("\n");
    }

    @Test
    void staleListIsNoVerdictButItsEndIsKnown() {
        byte[] der = CrlRecipe.of(CA)
                .until(NOW.minusSeconds(1))
                .revoking(LEAF, SINCE)
                .der();
        assertThat(judged(der))
                .isEqualTo(new CrlReport(NOW.minusSeconds(1), "it is stale since 2026-10-31T23:59:59Z", null));
        assertThat(judged(CrlRecipe.of(CA).until(NOW).der()).passed()).isTrue();
    }

    @Test
    void listOfTheFutureIsNoVerdict() {
        assertThat(judged(CrlRecipe.of(CA, NOW.plusSeconds(1)).der()).flaw())
                .isEqualTo("it is of the future: this update 2026-11-01T00:00:01Z");
    }

    @Test
    void listForAPartOfTheCertificatesMustHaveTheNameOfTheirPlace() {
        assertThat(judged(scoped(new IssuingDistributionPoint(CrlRecipe.named(URL), false, false)))
                        .passed())
                .isTrue();
        assertThat(judged(scoped(new IssuingDistributionPoint(
                                CrlRecipe.named("http://crl.example/b.crl"), false, false)))
                        .flaw())
                .isEqualTo(
                        "it is for the certificates of another distribution point, 6: http://crl.example/b.crl (expected:"
                                + " 6: http://crl.example/a.crl)");
    }

    @Test
    void issuerThatMaySignNoListsHasNone() {
        TestIdentity mute = ca("Mute")
                .critical(Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign))
                .selfSigned();
        CrlSource source = source(
                mute,
                leaf("a.example")
                        .plain(Extension.cRLDistributionPoints, CrlRecipe.at(URL))
                        .signedBy(mute));
        assertThat(CrlReader.read(CrlRecipe.of(mute).der(), source.issuer()).flaw())
                .isEqualTo("the key usage of CN=Mute does not allow to sign it (expected: cRLSign)");
    }

    @Test
    void otherKindsOfKeysSign() {
        for (KeyKind kind : List.of(KeyKind.RSA_2048, KeyKind.ED25519)) {
            TestIdentity issuer = ca("CA").key(kind).selfSigned();
            CrlSource source = source(
                    issuer,
                    leaf("a.example")
                            .plain(Extension.cRLDistributionPoints, CrlRecipe.at(URL))
                            .signedBy(issuer));
            String signature = kind == KeyKind.ED25519 ? "Ed25519" : "SHA256withRSA";
            assertThat(CrlReader.read(CrlRecipe.of(issuer).signature(signature).der(), source.issuer())
                            .flaw())
                    .isNull();
        }
    }

    private static CrlReport judged(byte[] crl) {
        Reading reading = CrlReader.read(crl, SOURCE.issuer());
        assertThat(reading.flaw()).isNull();
        return Objects.requireNonNull(reading.list())
                .judge(SOURCE, SOURCE.points().get(0), NOW);
    }

    private static byte[] scoped(IssuingDistributionPoint scope) {
        return CrlRecipe.of(CA)
                .critical(Extension.issuingDistributionPoint, scope)
                .der();
    }

    private static byte[] extended(ASN1ObjectIdentifier kind, ASN1Encodable value) {
        return CrlRecipe.of(CA).critical(kind, value).der();
    }

    /** A sequence of half a million parts: nobody has signed it, so it must not become half a million objects. */
    private static byte[] manyParts() {
        int length = 1_000_000;
        return ByteBuffer.allocate(length + 6)
                .put((byte) 0x30)
                .put((byte) 0x84)
                .putInt(length)
                .array();
    }

    static CrlSource source(TestIdentity anchor, TestIdentity leaf) {
        return Objects.requireNonNull(PeerVerification.of(
                        new PeerCertificates(leaf.chain(), null),
                        "a.example",
                        TrustAnchors.of(List.of(anchor.certificate()), "test"),
                        NOW,
                        VerificationBudget.begin(() -> false))
                .crls());
    }

    @Test
    void placesThatAreNotHttpAreSkipped() {
        CrlSource source = source(
                CA,
                leaf("a.example")
                        .plain(
                                Extension.cRLDistributionPoints,
                                CrlRecipe.at("ldap://x/cn=a", "https://x/a.crl", "HTTP://x/a.crl"))
                        .signedBy(CA));
        assertThat(source.points()).extracting(CrlSource.Point::url).containsExactly("HTTP://x/a.crl");
        assertThat(source.skipped())
                .containsExactly(
                        "ldap://x/cn=a (expected: a URL that begins with http://)",
                        "https://x/a.crl (expected: a URL that begins with http://)");
    }

    @Test
    void certificateWithoutAPlaceSaysSo() {
        assertThat(source(CA, leaf("a.example").signedBy(CA)).nowhere().flaw())
                .isEqualTo(
                        "leaf CN=a.example names no place of a revocation list (expected: a CRL distribution point)");
    }

    @Test
    void thereIsNoSourceWithoutAVerifiedChain() {
        TestIdentity stranger = leaf("a.example")
                .plain(Extension.cRLDistributionPoints, CrlRecipe.at(URL))
                .signedBy(ca("Stranger").selfSigned());
        assertThat(PeerVerification.of(
                                new PeerCertificates(stranger.chain(), null),
                                "a.example",
                                TrustAnchors.of(List.of(CA.certificate()), "test"),
                                NOW,
                                VerificationBudget.begin(() -> false))
                        .crls())
                .isNull();
    }
}
