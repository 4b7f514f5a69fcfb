package dev.websocketexporter.tls;

import static dev.websocketexporter.testkit.CertificateRecipe.ca;
import static dev.websocketexporter.testkit.CertificateRecipe.leaf;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.TestIdentity;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificate and key of a client, in each form that they come in. */
class ClientIdentityTest {
    private static final String EXPECTED = " (expected: an unencrypted key in PEM: PKCS#8, PKCS#1 or SEC1)";
    private static final TestIdentity EC =
            leaf("client").signedBy(ca("CA").signedBy(ca("Root").selfSigned()));
    private static final TestIdentity OTHER_EC = leaf("client").selfSigned();
    private static final TestIdentity RSA = leaf("client").key(KeyKind.RSA_2048).selfSigned();
    private static final TestIdentity OTHER_RSA =
            leaf("client").key(KeyKind.RSA_2048).selfSigned();

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void eachKindOfKeyIsReadInEachForm(KeyKind kind) throws Exception {
        TestIdentity client = leaf("client").key(kind).selfSigned();

        for (String pem : List.of(client.keyPem(), client.traditionalKeyPem())) {
            ClientIdentity read = ClientIdentity.parse(client.certificatePem(), pem);
            assertThat(read.key().getAlgorithm())
                    .isEqualTo(client.keys().getPrivate().getAlgorithm());
            assertThat(read.key().getEncoded()).isNotEmpty();
            assertThat(read.chain()).containsExactly(client.certificate());
        }
    }

    @ParameterizedTest
    @EnumSource(KeyKind.class)
    void marksIndentationAndOddLineEndsDoNotMatter(KeyKind kind) throws Exception {
        TestIdentity client = leaf("client").key(kind).selfSigned();
        String mark = "\uFEFF";
        // As each byte is a character.
        String markInBytes = new String(mark.getBytes(UTF_8), ISO_8859_1);

        for (String pem : List.of(client.keyPem(), client.traditionalKeyPem())) {
            for (String odd : List.of(mark + pem, markInBytes + pem, pem.indent(4), pem.replace("\n", " \r\n\t"))) {
                assertThat(ClientIdentity.parse(client.certificatePem(), odd).chain())
                        .containsExactly(client.certificate());
            }
        }
    }

    @Test
    void theChainStaysInOrder() throws Exception {
        assertThat(ClientIdentity.parse(EC.chainPem(), EC.keyPem()).chain()).containsExactlyElementsOf(EC.chain());
    }

    @Test
    void whatStandsAroundIsIgnored() throws Exception {
        String together = "subject=CN=client\n" + EC.chainPem() + "Key Attributes: <No Attributes>\n" + EC.keyPem();

        assertThat(ClientIdentity.parse(together, together).key().getAlgorithm())
                .isEqualTo("EC");
    }

    /** As {@code openssl ecparam -genkey} writes it: OID 1.2.840.10045.3.1.7. */
    @Test
    void curveParametersMayStandInFront() throws Exception {
        String parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";

        assertThat(ClientIdentity.parse(EC.certificatePem(), parameters + EC.traditionalKeyPem())
                        .key()
                        .getAlgorithm())
                .isEqualTo("EC");
    }

    /** Go reads it too, whatever the label says. */
    @Test
    void theLabelOfTheOldFormMayStandAroundTheNewOne() throws Exception {
        assertThat(ClientIdentity.parse(EC.certificatePem(), EC.keyPem().replace("PRIVATE KEY", "EC PRIVATE KEY"))
                        .key())
                .isEqualTo(EC.keys().getPrivate());
    }

    static Stream<Arguments> wrongPairs() {
        return Stream.of(
                Arguments.of(EC, OTHER_EC), Arguments.of(RSA, OTHER_RSA), Arguments.of(EC, RSA), Arguments.of(RSA, EC));
    }

    @ParameterizedTest
    @MethodSource("wrongPairs")
    void aKeyOfAnotherCertificateIsRefused(TestIdentity certificate, TestIdentity key) {
        assertThatThrownBy(() -> ClientIdentity.parse(certificate.certificatePem(), key.keyPem()))
                .isInstanceOf(CertificateException.class)
                .hasMessage("the key does not belong to the certificate");
    }

    @Test
    void anEncryptedKeyIsRefused() throws Exception {
        for (TestIdentity identity : List.of(EC, RSA)) {
            for (String pem : List.of(
                    encryptedPkcs8(identity.keys().getPrivate()),
                    encryptedTraditional(identity.keys().getPrivate()))) {
                assertThatThrownBy(() -> ClientIdentity.parse(identity.certificatePem(), pem))
                        .isInstanceOf(CertificateException.class)
                        .hasMessage("the key is encrypted" + EXPECTED);
            }
        }
    }

    private static String encryptedPkcs8(PrivateKey key) throws Exception {
        return written(new JcaPKCS8Generator(
                        key,
                        new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                                .setProvider(new BouncyCastleProvider())
                                .setPassword("pass".toCharArray())
                                .build())
                .generate());
    }

    private static String encryptedTraditional(PrivateKey key) throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(
                    key,
                    new JcePEMEncryptorBuilder("AES-256-CBC")
                            .setProvider(new BouncyCastleProvider())
                            .build("pass".toCharArray()));
        }
        return text.toString();
    }

    private static String written(Object pem) throws Exception {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(pem);
        }
        return text.toString();
    }

    static Stream<String> garbage() {
        String good = EC.keyPem();
        return Stream.of(
                "",
                "m4rker",
                EC.certificatePem(),
                good.replace("-----BEGIN PRIVATE KEY-----\n", ""),
                good.replace("-----END PRIVATE KEY-----\n", ""),
                good.replace("PRIVATE KEY", "RSA PRIVATE KEY"),
                good.replace("PRIVATE KEY", "M4RKER"),
                block("m4rker m4rker m4rker"),
                block("!m4rker!"),
                block("AAAA"),
                block(spoiled()),
                RSA.traditionalKeyPem().replace("RSA PRIVATE KEY", "EC PRIVATE KEY"),
                block(Base64.getEncoder().encodeToString("m4rker".repeat(40).getBytes(UTF_8))));
    }

    private static String block(String body) {
        return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    }

    private static String spoiled() {
        byte[] der = EC.keys().getPrivate().getEncoded();
        return Base64.getEncoder().encodeToString(Arrays.copyOf(der, der.length - 7));
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void garbageIsRefusedInOneLineWithoutAWordOfIt(String key) {
        assertThatThrownBy(() -> ClientIdentity.parse(EC.certificatePem(), key))
                .isInstanceOf(CertificateException.class)
                .satisfies(refusal -> assertThat(refusal.getMessage())
                        .matches("the key is broken.*|the key is of a kind that is not known here.*|there is no key.*")
                        .endsWith(EXPECTED)
                        .doesNotContain("\n"))
                .satisfies(refusal -> {
                    for (Throwable t = refusal; t != null; t = t.getCause()) {
                        assertThat(t.toString()).doesNotContainIgnoringCase("m4rker");
                    }
                });
    }

    @Test
    void aCertificateThatIsNoneIsRefused() {
        assertThatThrownBy(() -> ClientIdentity.parse("nothing", EC.keyPem()))
                .isInstanceOf(CertificateException.class)
                .hasMessageStartingWith("certificate: no certificate in it (expected: ");
    }

    @Test
    void theKeyIsNotPrinted() throws Exception {
        ClientIdentity identity = ClientIdentity.parse(EC.certificatePem(), EC.traditionalKeyPem());
        String secret = ((ECPrivateKey) identity.key()).getS().toString(16);

        assertThat(identity.toString()).doesNotContain(secret);
    }

    @Test
    void theRsaKeyIsNotPrinted() throws Exception {
        ClientIdentity identity = ClientIdentity.parse(RSA.certificatePem(), RSA.traditionalKeyPem());
        BigInteger secret = ((RSAPrivateKey) identity.key()).getPrivateExponent();

        assertThat(identity.toString()).doesNotContain(secret.toString(16)).doesNotContain(secret.toString());
    }
}
