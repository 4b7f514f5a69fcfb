package dev.websocketexporter.config;

import dev.websocketexporter.tls.TrustAnchors;
import java.security.cert.CertificateException;
import java.util.regex.Pattern;

/** Texts in PEM (RFC 7468) of the kinds that TLS needs. */
final class PemText {
    private static final Pattern BEGIN_KEY = Pattern.compile("-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----");
    /** PKCS #8 (RFC 5958), or the older forms of RSA (RFC 8017) and of elliptic curves (RFC 5915). */
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ((?:RSA |EC )?PRIVATE KEY)-----\\s+[A-Za-z0-9+/=\\s]+-----END \\1-----");

    private static final Pattern ENCRYPTED =
            Pattern.compile("-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: *4 *, *ENCRYPTED");

    private PemText() {}

    /** In a file, whatever stands around the certificates does not matter. */
    static String certificates(String text) throws BadValueException {
        try {
            TrustAnchors.parse(text, "PEM");
            return text;
        } catch (CertificateException e) {
            throw new BadValueException("holds no certificate, or a broken one", e);
        }
    }

    /** In the configuration, certificates are shown: a key next to them would be too. */
    static String certificatesAlone(String text) throws BadValueException {
        if (BEGIN_KEY.matcher(text).find()) {
            throw BadValueException.withHint("holds a private key", "expected: certificates alone; the key is a key");
        }
        return certificates(text);
    }

    static String privateKey(String text) throws BadValueException {
        if (ENCRYPTED.matcher(text).find()) {
            throw BadValueException.withHint(
                    "holds an encrypted key",
                    "expected: a key without a passphrase, in a file that others cannot read");
        }
        if (!KEY.matcher(text).find()) {
            throw new BadValueException("holds no private key, or a broken one");
        }
        return text;
    }
}
