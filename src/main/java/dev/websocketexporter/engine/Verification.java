package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Failure;
import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.Reason;
import dev.websocketexporter.probe.TlsSettings;
import dev.websocketexporter.probe.Value;
import dev.websocketexporter.tls.Examination;
import dev.websocketexporter.tls.Presented;
import dev.websocketexporter.tls.TrustAnchors;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Judges presented chains: off the event loops, unless the judgement is known. Safe for use by several threads. */
final class Verification {
    private final Offload offload;
    private final Clock clock;
    private final Roots roots;
    private final KeptExaminations examinations = new KeptExaminations(Verification::judged);

    Verification(Offload offload, Clock clock) {
        this.offload = offload;
        this.clock = clock;
        this.roots = new Roots(clock);
    }

    /** Completes on the run's loop. */
    CompletableFuture<Examination> examine(
            PhaseContext context, Presented presented, String name, TlsSettings settings) {
        Examination known = known(presented, name, settings.ca());
        return known == null
                ? offload.begin(context, () -> examine(presented, name, settings.ca()))
                : CompletableFuture.completedFuture(known);
    }

    /**
     * What is known is told on the loop itself: handing it to another thread and back takes longer than finding it. What
     * a peer can present is bounded by the TLS engine to some 100 KiB, which are hashed in less than a millisecond.
     */
    private @Nullable Examination known(Presented presented, String name, @Nullable Value ca) {
        TrustAnchors anchors = roots.atHand(ca);
        if (anchors == null) {
            return null;
        }
        try {
            return examinations.known(presented, name, anchors, clock.instant());
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }

    private CompletableFuture<Examination> examine(Presented presented, String name, @Nullable Value ca) {
        Instant now = clock.instant();
        TrustAnchors anchors;
        try {
            anchors = roots.read(ca);
        } catch (ProbeFailure | CertificateException e) {
            // The roots were good when the configuration was loaded. Without them nothing is trusted, which is a
            // finding.
            Failure fault = new Failure(
                    Phase.TLS, Reason.UNKNOWN_AUTHORITY, "the configured roots cannot be used any more: " + why(e));
            return CompletableFuture.completedFuture(
                    judged(presented, name, TrustAnchors.none(), now).withChainFault(fault));
        }
        try {
            return examinations.examine(presented, name, anchors, now);
        } catch (IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private static Examination judged(Presented presented, String name, TrustAnchors anchors, Instant now) {
        try {
            return Examination.of(presented, name, anchors, now);
        } catch (IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private static CompletionException unreadable(IllegalArgumentException e) {
        return new CompletionException(new ProbeFailure(
                Phase.TLS, Reason.CERTIFICATE_INVALID, "a presented certificate cannot be read: " + e.getMessage()));
    }

    private static String why(Exception e) {
        return e instanceof ProbeFailure finding ? finding.failure().detail() : String.valueOf(e.getMessage());
    }
}
