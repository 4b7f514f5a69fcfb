package dev.websocketexporter.tls;

import dev.websocketexporter.fuzz.Bounds;
import dev.websocketexporter.fuzz.Corpus;
import dev.websocketexporter.fuzz.Expect;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;

/**
 * A private key as a file has it: a key, or a reason in one line that repeats nothing of the file. The first byte chooses
 * whether the rest is the file, or the DER inside of one.
 */
public final class KeyFuzz {
    private static final Bounds BOUNDS = new Bounds(Duration.ofMillis(200), 64 << 20);
    private static final String[] LABELS = {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"};
    private static final int LONGEST_MESSAGE = 300;
    private static final String CERTIFICATE = PemFuzz.block("CERTIFICATE", withFirst(Corpus.resource("leaf.der")));

    private KeyFuzz() {}

    /** For the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 0) {
            BOUNDS.hold(data, KeyFuzz::play);
        }
    }

    private static void play(byte[] data) {
        int kind = data[0] & 3;
        String text = kind == 3
                ? new String(data, 1, data.length - 1, StandardCharsets.ISO_8859_1)
                : PemFuzz.block(LABELS[kind], data);
        try {
            Expect.that(!ClientIdentity.key(text).getAlgorithm().isEmpty(), "a key of no kind");
        } catch (CertificateException e) {
            Expect.line(e.getMessage(), LONGEST_MESSAGE);
        }
        try {
            // A key of the leaf's is not in the corpus, and nobody guesses it.
            ClientIdentity identity = ClientIdentity.parse(CERTIFICATE, text);
            throw new AssertionError("the key belongs to the certificate: " + identity.chain());
        } catch (CertificateException e) {
            Expect.line(e.getMessage(), LONGEST_MESSAGE);
        }
    }

    private static byte[] withFirst(byte[] der) {
        byte[] all = new byte[der.length + 1];
        System.arraycopy(der, 0, all, 1, der.length);
        return all;
    }
}
