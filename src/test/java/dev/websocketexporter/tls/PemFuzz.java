package dev.websocketexporter.tls;

import dev.websocketexporter.fuzz.Bounds;
import dev.websocketexporter.fuzz.Expect;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Base64;

/**
 * Certificates as a file has them: anchors, or a reason in one line. The first byte chooses whether the rest is the file,
 * or the DER inside of one.
 */
public final class PemFuzz {
    private static final Bounds BOUNDS = new Bounds(Duration.ofMillis(200), 64 << 20);
    private static final int LONGEST_MESSAGE = 1_000;

    private PemFuzz() {}

    /** For the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 0) {
            BOUNDS.hold(data, PemFuzz::play);
        }
    }

    private static void play(byte[] data) {
        String text = (data[0] & 1) == 0
                ? new String(data, 1, data.length - 1, StandardCharsets.ISO_8859_1)
                : block("CERTIFICATE", data);
        try {
            TrustAnchors anchors = TrustAnchors.parse(text, "ca.pem");
            Expect.that(anchors.size() > 0, "accepted without an anchor");
            anchors.unusable().forEach(line -> Expect.line(line, LONGEST_MESSAGE));
        } catch (CertificateException e) {
            Expect.line(e.getMessage(), LONGEST_MESSAGE);
        }
        try {
            Expect.that(!PemCertificates.parse(text, "cert.pem").isEmpty(), "accepted without a certificate");
        } catch (CertificateException e) {
            Expect.line(e.getMessage(), LONGEST_MESSAGE);
        }
    }

    /** All but the first byte as a block of PEM. */
    static String block(String label, byte[] data) {
        byte[] der = java.util.Arrays.copyOfRange(data, 1, data.length);
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }
}
