package dev.websocketexporter.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.KeyKind;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates of the exporter's own port that load, and what clients would say of them. */
class WebCertificateTest extends WebConfigurationStage {
    static List<Arguments> useless() {
        return List.of(
                Arguments.of(
                        "RSA with 512 bits",
                        "2:3: tls_server_config.cert_file: ",
                        "server.pem: no client could connect with it: "),
                Arguments.of(
                        "secp256k1",
                        "3:3: tls_server_config.key_file: ",
                        "the Java runtime cannot sign with the key: "));
    }

    @ParameterizedTest
    @MethodSource("useless")
    void certificateWithWhichNobodyCouldConnectIsAMistake(String kind, String place, String message) throws Exception {
        write(CertificateRecipe.leaf("localhost").key(keys(kind)).signedBy(authority));

        assertThat(mistakes(PAIR))
                .singleElement()
                .asString()
                .startsWith(directory.resolve("web.yml") + ":" + place)
                .contains(message)
                .endsWith(" (expected: an RSA key of at least 2048 bits, or one on the curve P-256, P-384 or P-521)");
    }

    private static KeyPair keys(String kind) throws GeneralSecurityException {
        KeyPairGenerator generator;
        if (kind.startsWith("RSA")) {
            generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(512);
        } else {
            // The Java runtime does not make them any more.
            generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
            generator.initialize(new ECGenParameterSpec(kind));
        }
        return generator.generateKeyPair();
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyKind.class,
            names = {"RSA_1024", "ED448"},
            mode = EnumSource.Mode.EXCLUDE)
    void certificateOfAnyOtherKindLoads(KeyKind kind) throws Exception {
        write(CertificateRecipe.leaf("localhost").key(kind).signedBy(authority));

        assertThat(live(PAIR).loaded().warnings()).isEmpty();
    }

    @Test
    void cipherSuitesThatTheKeyDoesNotFitAreToldWithIt() throws Exception {
        assertThat(mistakes(
                        PAIR + "  max_version: TLS12\n" + "  cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]\n"))
                .singleElement()
                .asString()
                .endsWith(", which cipher_suites and curve_preferences fit)");
    }

    @ParameterizedTest
    @CsvSource({
        "2019-01-01T00:00:00Z,2020-01-01T00:00:00Z,'has expired, so that clients refuse it: at 2020-01-01T00:00:00Z'",
        "2049-01-01T00:00:00Z,2049-12-31T00:00:00Z,'is not valid yet, so that clients refuse it: until 2049-01-01T00:00:00Z'"
    })
    void datesThatDoNotHoldAreAWarning(String from, String until, String warning) throws Exception {
        write(CertificateRecipe.leaf("localhost")
                .validFrom(Instant.parse(from))
                .validUntil(Instant.parse(until))
                .signedBy(authority));

        assertThat(live(PAIR).loaded().warnings())
                .containsExactly(directory.resolve("web.yml") + ":2:3: tls_server_config.cert_file: "
                        + directory.resolve("server.pem") + ": " + warning);
    }

    /** Prometheus takes it, and curl with TLS 1.3. */
    @ParameterizedTest
    @ValueSource(ints = {KeyUsage.keyEncipherment, KeyUsage.keyAgreement})
    void certificateThatIsNotForSigningIsAWarning(int use) throws Exception {
        write(CertificateRecipe.leaf("localhost")
                .critical(Extension.keyUsage, new KeyUsage(use))
                .signedBy(authority));

        assertThat(live(PAIR).loaded().warnings())
                .singleElement()
                .asString()
                .endsWith("server.pem: has a keyUsage without digitalSignature, for which some clients refuse it"
                        + " (expected: with it, or no keyUsage)");
    }
}
