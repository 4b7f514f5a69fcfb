package dev.websocketexporter.engine.tls;

import dev.websocketexporter.engine.run.BlockingExecutor;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.tls.PeerCertificates;
import dev.websocketexporter.tls.PeerVerification;
import dev.websocketexporter.tls.TrustAnchors;
import dev.websocketexporter.tls.VerificationBudget;
import io.netty.channel.EventLoop;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Judges presented chains: off the event loops, unless the judgement is known. Safe for use by several threads. */
public final class Verification {
    private final BlockingExecutor blocking;
    private final Clock clock;
    private final Roots roots;
    private final VerificationCache cache = new VerificationCache(Verification::judged);

    public Verification(BlockingExecutor blocking, Clock clock) {
        this.blocking = blocking;
        this.clock = clock;
        this.roots = new Roots(clock);
    }

    /**
     * Completes on the loop.
     *
     * @param over whether the probe is over, so that nothing waits for the outcome; read on other threads
     */
    CompletableFuture<PeerVerification> examine(
            EventLoop loop, PeerCertificates presented, String name, TlsSettings settings, BooleanSupplier over) {
        PeerVerification known = known(presented, name, settings.ca());
        return known == null
                ? blocking.begin(loop, () -> examine(presented, name, settings.ca(), over))
                : CompletableFuture.completedFuture(known);
    }

    /**
     * What is known is returned on the loop itself: handing it to another thread and back takes longer than finding it.
     * What a peer can present is bounded by the TLS engine to some 100 KiB, which are hashed in less than a
     * millisecond.
     */
    private @Nullable PeerVerification known(PeerCertificates presented, String name, @Nullable Value ca) {
        TrustAnchors anchors = roots.atHand(ca);
        if (anchors == null) {
            return null;
        }
        try {
            return cache.known(presented, name, anchors, clock.instant());
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    private CompletableFuture<PeerVerification> examine(
            PeerCertificates presented, String name, @Nullable Value ca, BooleanSupplier over) {
        if (over.getAsBoolean()) {
            return CompletableFuture.failedFuture(new CancellationException("the probe is over"));
        }
        Instant now = clock.instant();
        TrustAnchors anchors;
        try {
            anchors = roots.read(ca);
        } catch (ProbeFailedException | CertificateException e) {
            // The roots were good when the configuration was loaded. Without them nothing is trusted, which is a
            // failure.
            Failure fault = new Failure(
                    Phase.TLS, Reason.UNKNOWN_AUTHORITY, "the configured roots cannot be used any more: " + why(e));
            return CompletableFuture.completedFuture(
                    judged(presented, name, TrustAnchors.none(), now, over).withChainFault(fault));
        }
        try {
            return cache.examine(presented, name, anchors, now, over);
        } catch (IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private static PeerVerification judged(
            PeerCertificates presented, String name, TrustAnchors anchors, Instant now, BooleanSupplier over) {
        try {
            return PeerVerification.of(presented, name, anchors, now, VerificationBudget.begin(over));
        } catch (IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private static CompletionException unreadable(IllegalArgumentException e) {
        return new CompletionException(new ProbeFailedException(
                Phase.TLS, Reason.CERTIFICATE_INVALID, "a presented certificate cannot be read: " + e.getMessage()));
    }

    private static String why(Exception e) {
        return e instanceof ProbeFailedException failed ? failed.failure().detail() : String.valueOf(e.getMessage());
    }
}
