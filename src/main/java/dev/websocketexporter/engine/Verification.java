package dev.websocketexporter.engine;

import dev.websocketexporter.probe.ChainReport;
import dev.websocketexporter.probe.Failure;
import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.Reason;
import dev.websocketexporter.probe.TlsSettings;
import dev.websocketexporter.probe.Value;
import dev.websocketexporter.tls.ChainExaminer;
import dev.websocketexporter.tls.TrustAnchors;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
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
    private final Map<String, TrustAnchors> anchorsOf = new ConcurrentHashMap<>();

    Verification(Offload offload, Clock clock) {
        this.offload = offload;
        this.clock = clock;
    }

    /** Completes on the run's loop. */
    CompletableFuture<ChainReport> examine(
            ProbeRun run, List<X509Certificate> presented, String name, TlsSettings settings) {
        return offload.call(run, () -> examine(presented, name, settings.ca()));
    }

    private ChainReport examine(List<X509Certificate> presented, String name, @Nullable Value ca) throws ProbeFailure {
        try {
            return ChainExaminer.examine(presented, name, anchors(ca), clock.instant());
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
            return ChainExaminer.examine(presented, name, TrustAnchors.none(), clock.instant())
                    .withFault(fault);
        }
    }

    private static String why(Exception e) {
        return e instanceof ProbeFailure finding ? finding.failure().detail() : String.valueOf(e.getMessage());
    }

    private TrustAnchors anchors(@Nullable Value ca) throws ProbeFailure, CertificateException {
        if (ca == null) {
            return TrustAnchors.system();
        }
        String pem = ValueReader.pem(ca);
        TrustAnchors known = anchorsOf.get(pem);
        if (known == null) {
            known = TrustAnchors.parse(
                    pem, ca instanceof Value.InFile file ? file.path().toString() : "ca");
            if (anchorsOf.size() >= MAX_KEPT) {
                anchorsOf.clear();
            }
            anchorsOf.put(pem, known);
        }
        return known;
    }
}
