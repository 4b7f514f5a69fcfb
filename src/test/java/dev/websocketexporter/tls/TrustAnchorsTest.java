package dev.websocketexporter.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.TestIdentity;
import dev.websocketexporter.tls.TrustAnchors.SystemTrust;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyStoreException;
import java.security.cert.CertificateException;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrustAnchorsTest {
    private static final TestIdentity ONE = CertificateRecipe.ca("One").selfSigned();
    private static final TestIdentity TWO = CertificateRecipe.ca("Two").selfSigned();
    private static final String PEM = ONE.certificatePem();
    private static final String BODY =
            PEM.lines().skip(1).limit(PEM.lines().count() - 2).reduce("", (a, b) -> a + b + "\n");

    @Test
    void severalCertificatesAreReadWhateverStandsAroundThem() throws Exception {
        String pem =
                "# One\nsubject=CN = One\n" + PEM + "\n\n" + ONE.keyPem() + "text\n" + TWO.certificatePem() + "end";

        TrustAnchors anchors = TrustAnchors.parse(pem, "ca.pem");

        assertThat(anchors.size()).isEqualTo(2);
        assertThat(anchors.source()).isEqualTo("ca.pem");
        assertThat(anchors.contains(ParsedCertificate.of(ONE.certificate()))).isTrue();
        assertThat(anchors.contains(ParsedCertificate.of(TWO.certificate()))).isTrue();
    }

    @Test
    void sameCertificateTwiceIsOneAnchor() throws Exception {
        assertThat(TrustAnchors.parse(PEM + PEM, "ca.pem").size()).isEqualTo(1);
    }

    @Test
    void namesakesWithOtherKeysAreDifferentAnchorsInTheirOrder() throws Exception {
        TestIdentity other = CertificateRecipe.ca("ONE").selfSigned();
        TrustAnchors anchors = TrustAnchors.parse(PEM + other.certificatePem() + PEM, "ca.pem");
        ParsedCertificate one = ParsedCertificate.of(ONE.certificate());

        assertThat(anchors.size()).isEqualTo(2);
        assertThat(anchors.named(one.subjectKey))
                .extracting(anchor -> anchor.fingerprint)
                .containsExactly(one.fingerprint, ParsedCertificate.of(other.certificate()).fingerprint);
        assertThat(anchors.contains(ParsedCertificate.of(
                        CertificateRecipe.ca("One").selfSigned().certificate())))
                .isFalse();
    }

    @Test
    void rehearsalVerifiesARootWithAnRsaKey() {
        TestIdentity rsa =
                CertificateRecipe.ca("RSA").key(KeyKind.RSA_2048.generate()).selfSigned();

        assertThat(TrustAnchors.of(List.of(ONE.certificate(), rsa.certificate()), "test")
                        .rehearse())
                .isTrue();
        TestIdentity intermediate = CertificateRecipe.ca("RSA, too")
                .key(KeyKind.RSA_2048.generate())
                .signedBy(ONE);
        assertThat(TrustAnchors.of(List.of(intermediate.certificate(), rsa.certificate()), "test")
                        .rehearse())
                .isTrue();
        assertThat(TrustAnchors.of(List.of(ONE.certificate()), "test").rehearse())
                .isFalse();
        assertThat(TrustAnchors.none().rehearse()).isFalse();
    }

    @Test
    void windowsLinesIndentationAndAByteOrderMarkAreRead() throws Exception {
        String pem = "\uFEFF" + PEM.replace("\n", "\r\n  ");

        assertThat(TrustAnchors.parse(pem, "ca.pem").size()).isEqualTo(1);
    }

    static Stream<Arguments> broken() {
        String begin = "-----BEGIN CERTIFICATE-----";
        String end = "-----END CERTIFICATE-----";
        return Stream.of(
                Arguments.of(
                        "nothing",
                        "",
                        "ca.pem: no certificate in it (expected: PEM, at least one block -----BEGIN CERTIFICATE-----)"),
                Arguments.of(
                        "a key alone",
                        ONE.keyPem(),
                        "ca.pem: no certificate in it (expected: PEM, at least one block -----BEGIN CERTIFICATE-----)"),
                Arguments.of(
                        "no base64",
                        begin + "\n*abc\n" + end,
                        "ca.pem: certificate 1 is not base64 (Illegal base64 character 2a)"),
                Arguments.of(
                        "an end missing",
                        begin + "\n" + BODY,
                        "ca.pem: certificate 1 has no end (expected: a line -----END CERTIFICATE-----)"),
                Arguments.of(
                        "an end missing between two",
                        begin + "\n" + BODY + PEM,
                        "ca.pem: certificate 1 has no end (expected: a line -----END CERTIFICATE-----)"),
                Arguments.of(
                        "a beginning missing",
                        PEM + BODY + end,
                        "ca.pem: certificate 2 has an end but no beginning (expected: -----BEGIN CERTIFICATE-----)"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void brokenPemIsToldInOneLine(String what, String pem, String message) {
        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> TrustAnchors.parse(pem, "ca.pem"))
                .withMessage(message);
    }

    @Test
    void whatCannotBeUsedIsLeftOutAndToldWithItsNumber() throws Exception {
        String other = "-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n";
        String noBase64 = "-----BEGIN CERTIFICATE-----\n*abc\n-----END CERTIFICATE-----\n";

        TrustAnchors anchors = TrustAnchors.parse(PEM + other + noBase64 + TWO.certificatePem(), "ca.pem");

        assertThat(anchors.size()).isEqualTo(2);
        assertThat(anchors.unusable())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("certificate 2 is no X.509 certificate ("),
                        second -> assertThat(second)
                                .isEqualTo("certificate 3 is not base64 (Illegal base64 character 2a)"));
    }

    @Test
    void explicitParametersOfACurveCannotBeUsedAndTheRestIs() throws Exception {
        String explicit = explicitCurve();

        TrustAnchors anchors = TrustAnchors.parse(explicit + PEM, "ca.pem");

        assertThat(anchors.size()).isEqualTo(1);
        assertThat(anchors.unusable())
                .containsExactly(
                        "certificate 1, CN=Explicit, has a key on a curve without a name (expected: a named curve)");
        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> TrustAnchors.parse(explicit, "ca.pem"))
                .withMessageStartingWith("ca.pem: certificate 1, CN=Explicit, has a key on a curve without a name");
    }

    /** A self-signed certificate with the parameters of P-256 in full, as some national PKIs have them. */
    static String explicitCurve() throws Exception {
        KeyPair keys = KeyKind.EC_P256.generate();
        SubjectPublicKeyInfo named =
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
        SubjectPublicKeyInfo explicit = new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, ECNamedCurveTable.getByName("P-256")),
                named.getPublicKeyData().getOctets());
        X500Name name = CertificateRecipe.commonName("Explicit");
        byte[] der = new X509v3CertificateBuilder(
                        name,
                        BigInteger.TWO,
                        Date.from(CertificateRecipe.VALID_FROM),
                        Date.from(CertificateRecipe.VALID_UNTIL),
                        name,
                        explicit)
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
                .getEncoded();
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
    }

    @Test
    void emptyBlockIsNoCertificate() {
        String empty = "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n";

        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> TrustAnchors.parse(empty, "ca.pem"))
                .withMessageStartingWith("ca.pem: certificate 1 is no X.509 certificate (");
    }

    @Test
    void storeOfTheRuntimeIsReadOnce() {
        assertThat(TrustAnchors.system().size()).isPositive();
        assertThat(TrustAnchors.system()).isSameAs(TrustAnchors.system());
        assertThat(TrustAnchors.system().source()).isEqualTo("the trust store of the Java runtime");
    }

    @Test
    void storeThatCannotBeReadIsTold() {
        SystemTrust unreadable = new SystemTrust(null, new KeyStoreException("no such store"));

        assertThatIllegalStateException()
                .isThrownBy(unreadable::anchorsOrThrow)
                .withMessage("the trust store of the Java runtime cannot be read: no such store");
    }
}
