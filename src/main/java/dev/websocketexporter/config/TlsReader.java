package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.tls.ClientIdentity;
import dev.websocketexporter.tls.TrustAnchors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.cert.CertificateException;

/** Reads {@code tls_config}. */
final class TlsReader {
    private TlsReader() {}

    static TlsSettings read(BlockReader tls) {
        checkClientCertificate(tls);
        TlsVersion min = tls.orDefault(TlsKeys.MIN_VERSION);
        TlsVersion max = tls.orDefault(TlsKeys.MAX_VERSION);
        if (min.compareTo(max) > 0) {
            tls.mistake(
                    tls.has(TlsKeys.MIN_VERSION) ? TlsKeys.MIN_VERSION : TlsKeys.MAX_VERSION,
                    "leaves no version, from " + min + " to " + max + " (expected: min_version up to max_version)");
        }
        Value certificate = tls.either(TlsKeys.CERT, TlsKeys.CERT_FILE);
        Value key = tls.either(TlsKeys.KEY, TlsKeys.KEY_FILE);
        if (certificate != null && key != null) {
            checkTogether(certificate, key, tls);
        }
        Value roots = tls.either(TlsKeys.CA, TlsKeys.CA_FILE);
        if (roots != null) {
            warnOfUnusable(roots, tls);
        }
        return new TlsSettings(
                roots,
                certificate,
                key,
                tls.optional(TlsKeys.SERVER_NAME),
                tls.orDefault(TlsKeys.INSECURE_SKIP_VERIFY),
                min,
                max);
    }

    private static void checkClientCertificate(BlockReader tls) {
        boolean certificate = tls.has(TlsKeys.CERT) || tls.has(TlsKeys.CERT_FILE);
        boolean key = tls.has(TlsKeys.KEY) || tls.has(TlsKeys.KEY_FILE);
        if (certificate && !key) {
            tls.mistake(
                    tls.has(TlsKeys.CERT) ? TlsKeys.CERT : TlsKeys.CERT_FILE,
                    "has no key (expected: key or key_file besides)");
        } else if (key && !certificate) {
            tls.mistake(
                    tls.has(TlsKeys.KEY) ? TlsKeys.KEY : TlsKeys.KEY_FILE,
                    "has no certificate (expected: cert or cert_file besides)");
        }
    }

    private static void checkTogether(Value certificate, Value key, BlockReader tls) {
        Key at = tls.has(TlsKeys.KEY) ? TlsKeys.KEY : TlsKeys.KEY_FILE;
        try {
            ClientIdentity.parse(text(certificate), text(key));
        } catch (CertificateException e) {
            String message = String.valueOf(e.getMessage());
            tls.mistake(at, message + (message.contains("(expected: ") ? "" : " (expected: the key of cert)"));
        } catch (IOException e) {
            // Both could be read a moment ago.
            tls.mistake(at, "cannot be read any more (expected: files that stay while they are read)");
        }
    }

    private static void warnOfUnusable(Value roots, BlockReader tls) {
        try {
            TrustAnchors.parse(text(roots), "PEM")
                    .unusable()
                    .forEach(why -> tls.warning(
                            tls.has(TlsKeys.CA) ? TlsKeys.CA : TlsKeys.CA_FILE,
                            "one of its certificates is not used: " + why));
        } catch (CertificateException | IOException e) {
            // That is a mistake, and told as one.
            return;
        }
    }

    private static String text(Value value) throws IOException {
        if (value instanceof Value.InFile file) {
            // Each byte is a character: what stands around the parts may be in any encoding.
            return Files.readString(file.path(), StandardCharsets.ISO_8859_1);
        }
        return value instanceof Value.Hidden hidden ? hidden.secret().reveal() : ((Value.Plain) value).text();
    }
}
