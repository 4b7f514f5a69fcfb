package dev.websocketexporter.engine;

import dev.websocketexporter.tls.Examination;
import dev.websocketexporter.tls.Presented;
import dev.websocketexporter.tls.TrustAnchors;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Examines what peers present, and keeps the outcome for the rest of the clock's minute: a peer that presents the same
 * certificates and the same staple under the same name, before the same anchors, need not be examined again. All that an
 * outcome depends on is in its key, so that no change of the configuration or of a file of roots meets an older outcome;
 * and none is used past the next date that could change it. Safe for use by several threads.
 */
final class KeptExaminations {
    /** A few kilobytes each. */
    static final int MAX_KEPT = 1_000;

    private final Examiner examiner;
    private final Map<Key, Examination> kept = new LinkedHashMap<>();
    private Instant minute = Instant.MIN;

    /** How an outcome is come by. */
    @FunctionalInterface
    interface Examiner {
        Examination examine(Presented presented, String name, TrustAnchors anchors, Instant now);
    }

    /** @param anchors the same only when they are one object: who has roots of the same content keeps one for both */
    private record Key(String presented, String name, TrustAnchors anchors) {}

    KeptExaminations(Examiner examiner) {
        this.examiner = examiner;
    }

    Examination examine(Presented presented, String name, TrustAnchors anchors, Instant now) {
        Key key = new Key(digest(presented), name, anchors);
        Examination known = known(key, now);
        if (known != null) {
            return known;
        }
        Examination fresh = examiner.examine(presented, name, anchors, now);
        keep(key, fresh);
        return fresh;
    }

    private synchronized @Nullable Examination known(Key key, Instant now) {
        Instant current = now.truncatedTo(ChronoUnit.MINUTES);
        if (!current.equals(minute)) {
            kept.clear();
            minute = current;
        }
        Examination known = kept.get(key);
        return known != null && known.holdsAt(now) ? known : null;
    }

    private synchronized void keep(Key key, Examination fresh) {
        if (!fresh.examinedAt().truncatedTo(ChronoUnit.MINUTES).equals(minute)) {
            return;
        }
        kept.put(key, fresh);
        if (kept.size() > MAX_KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
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
