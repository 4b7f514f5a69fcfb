package dev.websocketexporter.config;

import dev.websocketexporter.tls.SelfSignedIdentity;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.Base64;

/** Certificates and keys as files have them. */
final class Pem {
    static final String CERTIFICATE;
    /** The key of the certificate. */
    static final String KEY;
    /** The key of another one. */
    static final String OTHER_KEY;

    static {
        Instant now = Instant.parse("2026-11-21T00:00:00Z");
        SelfSignedIdentity identity = SelfSignedIdentity.create(now);
        CERTIFICATE = pem("CERTIFICATE", encoded(identity));
        KEY = pem("PRIVATE KEY", identity.key().getEncoded());
        OTHER_KEY = pem("PRIVATE KEY", SelfSignedIdentity.create(now).key().getEncoded());
    }

    private Pem() {}

    private static byte[] encoded(SelfSignedIdentity identity) {
        try {
            return identity.certificate().getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("it was just made", e);
        }
    }

    static String pem(String label, byte[] der) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN " + label + "-----\n" + lines.encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
