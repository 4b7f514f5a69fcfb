package dev.websocketexporter.engine.tls;

import dev.websocketexporter.probe.value.Digests;
import dev.websocketexporter.tls.PeerCertificates;
import dev.websocketexporter.tls.PeerVerification;
import dev.websocketexporter.tls.TrustAnchors;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Examines what peers present, and keeps the outcome for an hour: a peer that presents the same certificates and the
 * same staple under the same name, before the same anchors, need not be examined again. All that an outcome depends on
 * is in its key, so that no change of the configuration or of a file of roots meets an older outcome; and none is used
 * past the next date that could change it. Safe for use by several threads.
 */
final class VerificationCache {
    /** A chain of its own for each target of a large exporter, and as many that are being replaced. */
    static final int MAX_KEPT = 20_000;

    /**
     * Holds most of MAX_KEPT usual ones; peers that present long chains with many names make fewer fit. At most a quarter of the
     * heap, since messages and the history have shares of their own.
     */
    static final long MAX_BYTES =
            Math.min(36L * 1024 * 1024, Runtime.getRuntime().maxMemory() / 4);

    static final Duration LONGEST = Duration.ofHours(1);

    private final Examiner examiner;
    /** The least recently used first. */
    private final Map<PresentedKey, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    /** Whoever needs one of these waits for it: a chain that many targets share is examined once for all of them. */
    private final Map<PresentedKey, CompletableFuture<PeerVerification>> underWay = new HashMap<>();

    private long bytes;

    /** Makes an outcome. */
    @FunctionalInterface
    interface Examiner {
        /**
         * Comes by an outcome.
         *
         * @param over whether nobody waits for it any more
         */
        PeerVerification examine(
                PeerCertificates presented, String name, TrustAnchors anchors, Instant now, BooleanSupplier over);
    }

    /** @param bytes of memory, about, with its key */
    private record Kept(PeerVerification outcome, long bytes) {
        boolean isUsableAt(Instant now) {
            return outcome.holdsAt(now) && now.isBefore(outcome.examinedAt().plus(LONGEST));
        }
    }

    VerificationCache(Examiner examiner) {
        this.examiner = examiner;
    }

    /** The outcome, if it is known; takes microseconds. */
    @Nullable
    PeerVerification known(PeerCertificates presented, String name, TrustAnchors anchors, Instant now) {
        return known(PresentedKey.of(presented, name, anchors), now);
    }

    /**
     * The outcome: known, of an examination of the same that is under way on another thread, or examined here. Takes
     * milliseconds.
     *
     * @param over whether nobody waits for it any more; then it may fail with a {@link CancellationException}
     */
    CompletableFuture<PeerVerification> examine(
            PeerCertificates presented, String name, TrustAnchors anchors, Instant now, BooleanSupplier over) {
        PresentedKey key = PresentedKey.of(presented, name, anchors);
        CompletableFuture<PeerVerification> mine = new CompletableFuture<>();
        CompletableFuture<PeerVerification> others;
        synchronized (this) {
            PeerVerification known = known(key, now);
            if (known != null) {
                return CompletableFuture.completedFuture(known);
            }
            others = underWay.putIfAbsent(key, mine);
        }
        if (others != null) {
            // Also when that one was cancelled: its run is over, this one is not.
            return others.handle((other, failure) -> other != null && other.holdsAt(now)
                    ? other
                    : examiner.examine(presented, name, anchors, now, over));
        }
        return end(mine, key, () -> examiner.examine(presented, name, anchors, now, over));
    }

    private CompletableFuture<PeerVerification> end(
            CompletableFuture<PeerVerification> mine, PresentedKey key, Supplier<PeerVerification> work) {
        try {
            PeerVerification fresh = work.get();
            keep(key, fresh);
            mine.complete(fresh);
        } catch (RuntimeException | Error broken) {
            mine.completeExceptionally(broken);
        } finally {
            synchronized (this) {
                underWay.remove(key);
            }
        }
        return mine;
    }

    private synchronized @Nullable PeerVerification known(PresentedKey key, Instant now) {
        Kept last = kept.get(key);
        return last != null && last.isUsableAt(now) ? last.outcome() : null;
    }

    private synchronized void keep(PresentedKey key, PeerVerification fresh) {
        Kept added = new Kept(fresh, key.bytes() + fresh.approximateBytes());
        Kept before = kept.put(key, added);
        bytes += added.bytes() - (before == null ? 0 : before.bytes());
        Iterator<Kept> leastUsed = kept.values().iterator();
        while (kept.size() > MAX_KEPT || bytes > MAX_BYTES) {
            bytes -= leastUsed.next().bytes();
            leastUsed.remove();
        }
    }

    /**
     * All that the outcome of an examination depends on, but the time.
     *
     * @param presented a digest of it
     * @param name that was asked for
     * @param anchors the same only if they are one object: {@link Roots} keeps one for the same content
     */
    record PresentedKey(String presented, String name, Object anchors) {
        static PresentedKey of(PeerCertificates presented, String name, TrustAnchors anchors) {
            return new PresentedKey(digest(presented), name, anchors.identity());
        }

        /** About how much memory it takes, the place in a map included. */
        long bytes() {
            return 200L + presented.length() + name.length();
        }

        /**
         * Of the certificates one by one, then of the staple: each with its length in front, so that no two are the
         * same.
         */
        private static String digest(PeerCertificates presented) {
            try {
                MessageDigest digest = Digests.sha256();
                for (X509Certificate certificate : presented.certificates()) {
                    update(digest, ByteBuffer.wrap(certificate.getEncoded()));
                }
                ByteBuffer staple = presented.staple();
                if (staple != null) {
                    digest.update((byte) 1);
                    update(digest, staple.duplicate());
                }
                return presented.certificates().size() + ":" + HexFormat.of().formatHex(digest.digest());
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
}
