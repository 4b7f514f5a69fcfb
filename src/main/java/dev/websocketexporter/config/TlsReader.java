package dev.websocketexporter.config;

import dev.websocketexporter.probe.TlsSettings;
import dev.websocketexporter.probe.TlsVersion;

/** Reads {@code tls_config}. */
final class TlsReader {
    private TlsReader() {}

    static TlsSettings read(Fields tls) {
        checkClientCertificate(tls);
        TlsVersion min = tls.orDefault(TlsKeys.MIN_VERSION);
        TlsVersion max = tls.orDefault(TlsKeys.MAX_VERSION);
        if (min.compareTo(max) > 0) {
            tls.mistake(
                    tls.has(TlsKeys.MIN_VERSION) ? TlsKeys.MIN_VERSION : TlsKeys.MAX_VERSION,
                    "leaves no version, from " + min + " to " + max + " (expected: min_version up to max_version)");
        }
        return new TlsSettings(
                tls.either(TlsKeys.CA, TlsKeys.CA_FILE),
                tls.either(TlsKeys.CERT, TlsKeys.CERT_FILE),
                tls.either(TlsKeys.KEY, TlsKeys.KEY_FILE),
                tls.optional(TlsKeys.SERVER_NAME),
                tls.orDefault(TlsKeys.INSECURE_SKIP_VERIFY),
                min,
                max);
    }

    private static void checkClientCertificate(Fields tls) {
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
}
