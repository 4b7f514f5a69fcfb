package dev.websocketexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "2001:db8:0:0:0:0:0:1,false",
        "Prometheus.example,false",
        "*.example,false",
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
}
