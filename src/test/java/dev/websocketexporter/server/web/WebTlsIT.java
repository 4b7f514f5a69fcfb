package dev.websocketexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.websocketexporter.testkit.CapturedLog;
import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.TestIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** TLS by a web configuration: certificates of both sides, versions, cipher suites. */
@Timeout(60)
class WebTlsIT extends WebStage {
    @Test
    void newCertificateIsUsedFromTheNextConnectionOn() throws Exception {
        start(PAIR);
        assertThat(presented()).isEqualTo(identity.certificate());

        write("server.pem", renewed.chainPem());
        assertThat(presented()).as("the new one has no key yet").isEqualTo(identity.certificate());
        write("server.key", renewed.keyPem());
        assertThat(presented()).isEqualTo(renewed.certificate());
    }

    /** Clients do not mind, and neither does Go's server: also with a certificate that is in use for something else. */
    @Test
    void certificatesAfterTheFirstMayHaveAnyOrder() throws Exception {
        start(PAIR);
        assertThat(presented()).isEqualTo(identity.certificate());

        write(
                "server.pem",
                renewed.certificatePem()
                        + stranger.certificatePem()
                        + authority.certificatePem()
                        + authority.certificatePem());
        write("server.key", renewed.keyPem());

        try (SSLSocket socket = socket()) {
            assertThat(socket.getSession().getPeerCertificates())
                    .containsExactly(
                            renewed.certificate(),
                            stranger.certificate(),
                            authority.certificate(),
                            authority.certificate());
        }
    }

    /** Who is let in: without a certificate, with one that an authority signed, with one that nobody else did. */
    @ParameterizedTest
    @CsvSource({
        "NoClientCert,true,true,true",
        "RequestClientCert,true,true,true",
        "RequireAnyClientCert,false,true,true",
        "VerifyClientCertIfGiven,true,true,false",
        "RequireAndVerifyClientCert,false,true,false"
    })
    void eachKindOfClientAuthenticationLetsInWhomItSays(String kind, boolean none, boolean signed, boolean selfSigned)
            throws Exception {
        String authorities = kind.contains("Verify") ? "  client_ca_file: ca.pem\n" : "";
        start(PAIR + "  client_auth_type: " + kind + "\n" + authorities);

        assertThat(isLetIn(null)).as("without a certificate").isEqualTo(none);
        assertThat(isLetIn(client)).as("with one of the authority").isEqualTo(signed);
        assertThat(isLetIn(stranger)).as("with one of its own").isEqualTo(selfSigned);
    }

    @ParameterizedTest
    @CsvSource({
        "prometheus.example,true",
        "2001:db8::1,true",
        "ops@prometheus.example,true",
        "spiffe://prometheus.example/scraper,true",
        "2001:db8:0:0:0:0:0:1,false",
        "Prometheus.example,false",
        "*.example,false",
        "spiffe://prometheus.example,false",
        "other.example,false"
    })
    void nameOfTheClientMustBeOneOfTheListAsItIs(String allowed, boolean letIn) throws Exception {
        start(PAIR + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.pem\n"
                + "  client_allowed_sans: ['" + allowed + "']\n");

        assertThat(isLetIn(client)).isEqualTo(letIn);
    }

    @Test
    void withNamesNobodyIsLetInWithoutACertificate() throws Exception {
        start(PAIR + "  client_auth_type: VerifyClientCertIfGiven\n  client_ca_file: ca.pem\n"
                + "  client_allowed_sans: [prometheus.example]\n");

        assertThat(isLetIn(null)).isFalse();
        assertThat(isLetIn(client)).isTrue();
    }

    @Test
    void authorityThatIsTakenAwayHoldsForNoFurtherConnection() throws Exception {
        start(PAIR + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.pem\n");
        assertThat(isLetIn(client)).isTrue();

        write("ca.pem", stranger.certificatePem());

        assertThat(isLetIn(client)).isFalse();
        assertThat(isLetIn(stranger)).isTrue();
    }

    /** The first half is a web configuration too, which asks nobody for a certificate. */
    @Test
    void fileThatIsWrittenInTwoHalvesLetsNobodyInInBetween() throws Exception {
        String second = "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.pem\n";
        start(PAIR + second);
        assertThat(isLetIn(null)).isFalse();

        beingWritten = true;
        write("web.yml", PAIR);
        for (int i = 0; i < 10; i++) {
            assertThat(isLetIn(null)).as("after the first half").isFalse();
        }
        write("web.yml", PAIR + second + "  max_version: TLS12\n");
        assertThat(isLetIn(null)).as("after the second half").isFalse();
        beingWritten = false;

        assertThat(isLetIn(null)).isFalse();
        assertThat(isLetIn(client)).isTrue();
    }

    @Test
    void withoutAuthoritiesInTheFileOneThatTheRuntimeDoesNotKnowCountsForNothing() throws Exception {
        start(PAIR + "  client_auth_type: RequireAndVerifyClientCert\n");

        assertThat(isLetIn(client)).isFalse();
    }

    @Test
    void whyAHandshakeFailedIsToldAtDebugAlone() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(SecureProtocols.class);
        Level before = logger.getLevel();
        logger.setLevel(Level.DEBUG);
        try (CapturedLog log = CapturedLog.of(SecureProtocols.class)) {
            start(PAIR + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.pem\n"
                    + "  client_allowed_sans: [other.example]\n");

            assertThat(isLetIn(client)).isFalse();

            Conditions.await(Duration.ofSeconds(20), () -> !log.events().isEmpty(), () -> "nothing is logged");
            assertThat(log.events()).allMatch(event -> event.getLevel().equals(Level.DEBUG));
            assertThat(log.lines(Level.DEBUG))
                    .first()
                    .asString()
                    .startsWith("TLS handshake failed client=")
                    .contains("(expected: one of client_allowed_sans, [other.example])");
        } finally {
            logger.setLevel(before);
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2,TLS12,TLS12,true", "TLSv1.3,TLS12,TLS12,false", "TLSv1.2,TLS13,TLS13,false"})
    void onlyTheVersionsOfTheFileAreSpoken(String version, String min, String max, boolean spoken) throws Exception {
        start(PAIR + "  min_version: " + min + "\n  max_version: " + max + "\n");
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {version});

        assertThat(handshakes(parameters)).isEqualTo(spoken);
    }

    @ParameterizedTest
    @CsvSource({"128,true", "256,false"})
    void onlyTheCipherSuitesOfTheFileAreSpoken(String bits, boolean spoken) throws Exception {
        start(PAIR + "  max_version: TLS12\n  cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]\n");
        SSLParameters parameters = new SSLParameters();
        parameters.setCipherSuites(
                new String[] {"TLS_ECDHE_ECDSA_WITH_AES_" + bits + "_GCM_SHA" + (bits.equals("128") ? "256" : "384")});
        parameters.setProtocols(new String[] {"TLSv1.2"});

        assertThat(handshakes(parameters)).isEqualTo(spoken);
    }

    /** HTTP/2 has clients say how much of an answer they take; a connection must not be theirs for that. */
    @Test
    void clientThatTakesNothingOfItsAnswerLosesItsConnection() throws Exception {
        start(PAIR + USERS).setConnectionIdleTimeout(Duration.ofMillis(300));

        try (SSLSocket socket = socket()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(HexFormat.of()
                            .parseHex(
                                    // The preface, SETTINGS with a window of 0, and HEADERS of GET https://a/ (RFC
                                    // 7541).
                                    "505249202a20485454502f322e300d0a0d0a534d0d0a0d0a"
                                            + "000006040000000000000400000000"
                                            + "000006010500000001" + "828784410161"));

            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"1,true", "-1,false"})
    void authorityThatIsOutOfDateLetsNobodyIn(int days, boolean letIn) throws Exception {
        TestIdentity old = CertificateRecipe.ca("Old CA")
                .validUntil(Instant.now().plus(Duration.ofDays(days)))
                .selfSigned();
        TestIdentity signed = CertificateRecipe.leaf("prometheus.example")
                .plain(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                .signedBy(old);
        TestIdentity itself = CertificateRecipe.leaf("prometheus.example")
                .validUntil(Instant.now().plus(Duration.ofDays(days)))
                .plain(Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                .selfSigned();
        write("ca.pem", old.certificatePem() + itself.certificatePem());
        start(PAIR + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.pem\n");

        assertThat(isLetIn(signed)).as("by the authority").isEqualTo(letIn);
        assertThat(isLetIn(itself)).as("by itself").isEqualTo(letIn);
    }
}
