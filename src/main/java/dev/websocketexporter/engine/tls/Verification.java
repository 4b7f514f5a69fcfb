package dev.websocketexporter.engine.tls;

import dev.websocketexporter.engine.run.BlockingExecutor;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.values.FileReads;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.tls.PeerCertificates;
import dev.websocketexporter.tls.PeerVerification;
import dev.websocketexporter.tls.TrustAnchors;
import dev.websocketexporter.tls.VerificationBudget;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Judges presented chains: off the event loops, unless the judgement is known. Safe for use by several threads. */
public final class Verification {
    private final BlockingExecutor cryptography;
    private final Clock clock;
    private final Roots roots;
    private final VerificationCache cache = new VerificationCache(Verification::judged);

    /**
     * Judges by this clock.
     *
     * @param cryptography does the work
     * @param system the runtime's trusted certificates, as soon as they are read
     */
    public Verification(
            BlockingExecutor cryptography, FileReads files, CompletableFuture<TrustAnchors> system, Clock clock) {
        this.cryptography = cryptography;
        this.clock = clock;
        this.roots = new Roots(files, cryptography, system);
    }

    /** What the module trusts now. Completes on the loop, never exceptionally. */
    CompletableFuture<Trust> trust(PhaseContext context, @Nullable Value ca) {
        return roots.now(context, ca);
    }

    /** What a probe that waits for {@link #trust} waits for, in words. */
    String waiting(@Nullable Value ca) {
        return roots.waiting(ca);
    }

    /**
     * Completes on the loop.
     *
     * @param over whether the probe is over, so that nothing waits for the outcome; read on other threads
     */
    CompletableFuture<PeerVerification> examine(
            PhaseContext context, PeerCertificates presented, String name, Trust trust, BooleanSupplier over) {
        PeerVerification known = known(context, presented, name, trust);
        return known == null
                ? cryptography.begin(context, () -> examine(presented, name, trust, over))
                : CompletableFuture.completedFuture(known);
    }

    /**
     * What is known is returned on the loop itself: handing it to another thread and back takes longer than finding it.
     * What a peer can present is bounded by the TLS engine to some 100 KiB, which are hashed in less than a
     * millisecond.
     */
    private @Nullable PeerVerification known(
            PhaseContext context, PeerCertificates presented, String name, Trust trust) {
        if (trust.trouble() != null) {
            return null;
        }
        try {
            return cache.known(presented, name, trust.anchors(), context.startedOn());
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    private CompletableFuture<PeerVerification> examine(
            PeerCertificates presented, String name, Trust trust, BooleanSupplier over) {
        if (over.getAsBoolean()) {
            return CompletableFuture.failedFuture(new CancellationException("the probe is over"));
        }
        Instant now = clock.instant();
        Failure trouble = trust.trouble();
        if (trouble != null) {
            return CompletableFuture.completedFuture(
                    judged(presented, name, trust.anchors(), now, over).withoutTrust(trouble));
        }
        try {
            return cache.examine(presented, name, trust.anchors(), now, over);
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
}
