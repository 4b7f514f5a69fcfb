package dev.websocketexporter.engine;

import dev.websocketexporter.probe.ChainReport;
import dev.websocketexporter.probe.Failure;
import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.Reason;
import dev.websocketexporter.probe.TlsSettings;
import dev.websocketexporter.tls.ChainExaminer;
import dev.websocketexporter.tls.TrustAnchors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Judges presented chains, off the event loops. A file of roots is read again when it has changed, so that it can be
 * replaced without a reload. Safe for use by several threads.
 */
final class Verification {
    private record Roots(FileTime modified, long size, TrustAnchors anchors) {}

    private final Executor offload;
    private final Clock clock;
    private final Map<Path, Roots> files = new ConcurrentHashMap<>();

    Verification(Executor offload, Clock clock) {
        this.offload = offload;
        this.clock = clock;
    }

    /** Completes on a thread of the offload pool; the caller returns to its loop. */
    CompletableFuture<ChainReport> examine(List<X509Certificate> presented, String name, TlsSettings settings) {
        return CompletableFuture.supplyAsync(() -> examineNow(presented, name, settings.caFile()), offload);
    }

    private ChainReport examineNow(List<X509Certificate> presented, String name, @Nullable Path caFile) {
        try {
            TrustAnchors anchors = caFile == null ? TrustAnchors.system() : fromFile(caFile);
            return ChainExaminer.examine(presented, name, anchors, clock.instant());
        } catch (IllegalArgumentException unreadable) {
            throw new CompletionException(new ProbeFailure(
                    Phase.TLS,
                    Reason.CERTIFICATE_INVALID,
                    "a presented certificate cannot be read: " + unreadable.getMessage()));
        } catch (IOException | CertificateException e) {
            // The file was good when the configuration was loaded. Without it nothing is trusted, which is a finding.
            Failure fault = new Failure(
                    Phase.TLS, Reason.UNKNOWN_AUTHORITY, "ca_file " + caFile + " cannot be used any more: " + e);
            return ChainExaminer.examine(presented, name, TrustAnchors.none(), clock.instant())
                    .withFault(fault);
        }
    }

    private TrustAnchors fromFile(Path caFile) throws IOException, CertificateException {
        FileTime modified = Files.getLastModifiedTime(caFile);
        long size = Files.size(caFile);
        Roots known = files.get(caFile);
        if (known == null || known.size() != size || !known.modified().equals(modified)) {
            known = new Roots(modified, size, TrustAnchors.read(caFile));
            files.put(caFile, known);
        }
        return known.anchors();
    }
}
