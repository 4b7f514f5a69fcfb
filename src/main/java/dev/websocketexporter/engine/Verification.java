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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges presented chains, off the event loops. A file of roots is read for each, so that it can be replaced without a
 * reload; it is only taken apart anew when it has changed. Safe for use by several threads.
 */
final class Verification {
    private static final int MAX_KEPT = 100;

    private final Offload offload;
    private final Clock clock;
    private final KeptExaminations examinations = new KeptExaminations(Examination::of);
    private final Map<Roots, TrustAnchors> anchorsOf = new ConcurrentHashMap<>();

    /** @param source how a message calls them */
    private record Roots(String source, String pem) {}

    Verification(Offload offload, Clock clock) {
        this.offload = offload;
        this.clock = clock;
    }

    /** Completes on the run's loop. */
    CompletableFuture<Examination> examine(ProbeRun run, Presented presented, String name, TlsSettings settings) {
        return offload.call(run, () -> examine(presented, name, settings.ca()));
    }

    private Examination examine(Presented presented, String name, @Nullable Value ca) throws ProbeFailure {
        try {
            return examinations.examine(presented, name, anchors(ca), clock.instant());
        } catch (IllegalArgumentException unreadable) {
            throw new ProbeFailure(
                    Phase.TLS,
                    Reason.CERTIFICATE_INVALID,
                    "a presented certificate cannot be read: " + unreadable.getMessage());
        } catch (ProbeFailure | CertificateException e) {
            // The roots were good when the configuration was loaded. Without them nothing is trusted, which is a
            // finding.
            Failure fault = new Failure(
                    Phase.TLS, Reason.UNKNOWN_AUTHORITY, "the configured roots cannot be used any more: " + why(e));
            return Examination.of(presented, name, TrustAnchors.none(), clock.instant())
                    .withChainFault(fault);
        }
    }

    private static String why(Exception e) {
        return e instanceof ProbeFailure finding ? finding.failure().detail() : String.valueOf(e.getMessage());
    }

    private TrustAnchors anchors(@Nullable Value ca) throws ProbeFailure, CertificateException {
        if (ca == null) {
            return TrustAnchors.system();
        }
        Roots roots = new Roots(ca instanceof Value.InFile file ? file.path().toString() : "ca", ValueReader.pem(ca));
        TrustAnchors known = anchorsOf.get(roots);
        if (known == null) {
            known = TrustAnchors.parse(roots.pem(), roots.source());
            if (anchorsOf.size() >= MAX_KEPT) {
                anchorsOf.clear();
            }
            TrustAnchors first = anchorsOf.putIfAbsent(roots, known);
            known = first == null ? known : first;
        }
        return known;
    }
}
