package dev.websocketexporter.engine;

import dev.websocketexporter.tls.Presented;
import dev.websocketexporter.tls.TrustAnchors;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/**
 * All that the outcome of an examination depends on, but the time.
 *
 * @param presented a digest of it
 * @param name that was asked for
 * @param anchors the same only when they are one object: who has roots of the same content keeps one for both
 */
record PresentedKey(String presented, String name, Object anchors) {
    static PresentedKey of(Presented presented, String name, TrustAnchors anchors) {
        return new PresentedKey(digest(presented), name, anchors.identity());
    }

    /** About how much memory it takes, the place in a map included. */
    long bytes() {
        return 200L + presented.length() + name.length();
    }

    /** Of the certificates one by one, then of the staple: each with its length in front, so that no two are the same. */
    private static String digest(Presented presented) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (X509Certificate certificate : presented.certificates()) {
                update(digest, ByteBuffer.wrap(certificate.getEncoded()));
            }
            ByteBuffer staple = presented.staple();
            if (staple != null) {
                digest.update((byte) 1);
                update(digest, staple.duplicate());
            }
            return presented.certificates().size() + ":" + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("not an X.509 certificate: " + e.getMessage(), e);
        }
    }

    private static void update(MessageDigest digest, ByteBuffer bytes) {
        digest.update(
                ByteBuffer.allocate(Integer.BYTES).putInt(bytes.remaining()).flip());
        digest.update(bytes);
    }
}
