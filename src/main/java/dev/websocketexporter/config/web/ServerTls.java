package dev.websocketexporter.config.web;

import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.tls.ClientIdentity;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * TLS on the exporter's own port.
 *
 * @param identity the certificate and its key
 * @param clients whether they need a certificate
 * @param clientCas who signs those of clients; absent: the authorities of the Java runtime
 * @param clientSans of which a client's certificate must have one; absent: any will do
 * @param minVersion the lowest version
 * @param maxVersion the highest version
 * @param cipherSuites up to TLS 1.2, the preferred one first; empty: the default ones
 * @param order whose preference counts
 * @param curves by which keys are agreed on; empty: any
 */
public record ServerTls(
        ClientIdentity identity,
        ClientAuthentication clients,
        @Nullable List<X509Certificate> clientCas,
        @Nullable Set<String> clientSans,
        TlsVersion minVersion,
        TlsVersion maxVersion,
        List<String> cipherSuites,
        Order order,
        Set<Curve> curves) {
    public ServerTls {
        clientCas = clientCas == null ? null : List.copyOf(clientCas);
        clientSans = clientSans == null ? null : Set.copyOf(clientSans);
        cipherSuites = List.copyOf(cipherSuites);
        curves = Set.copyOf(curves);
    }

    /** What is asked of clients, by Go's names. */
    public enum ClientAuthentication {
        NO_CLIENT_CERT("NoClientCert"),
        REQUEST_CLIENT_CERT("RequestClientCert"),
        REQUIRE_ANY_CLIENT_CERT("RequireAnyClientCert"),
        VERIFY_CLIENT_CERT_IF_GIVEN("VerifyClientCertIfGiven"),
        REQUIRE_AND_VERIFY_CLIENT_CERT("RequireAndVerifyClientCert");

        private final String label;

        ClientAuthentication(String label) {
            this.label = label;
        }

        /** As Go and the configuration call it. */
        public String label() {
            return label;
        }

        /** Whether they are asked for a certificate. */
        public boolean asks() {
            return this != NO_CLIENT_CERT;
        }

        /** Whether one without a certificate is refused. */
        public boolean requires() {
            return this == REQUIRE_ANY_CLIENT_CERT || this == REQUIRE_AND_VERIFY_CLIENT_CERT;
        }

        /** Whether a certificate must be signed by an authority. */
        public boolean verifies() {
            return this == VERIFY_CLIENT_CERT_IF_GIVEN || this == REQUIRE_AND_VERIFY_CLIENT_CERT;
        }
    }

    /** Whose order of cipher suites counts. */
    public enum Order {
        SERVER,
        CLIENT
    }

    /** An elliptic curve, by Go's name. */
    public enum Curve {
        P256("CurveP256", "secp256r1"),
        P384("CurveP384", "secp384r1"),
        P521("CurveP521", "secp521r1"),
        X25519("X25519", "x25519");

        private final String label;
        private final String standardName;

        Curve(String label, String standardName) {
            this.label = label;
            this.standardName = standardName;
        }

        /** As Go and the configuration call it. */
        public String label() {
            return label;
        }

        /** As the Java security APIs call it. */
        public String standardName() {
            return standardName;
        }
    }
}
