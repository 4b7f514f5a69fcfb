package dev.websocketexporter.engine.tls;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.values.FileVersion;
import dev.websocketexporter.engine.values.ValueReader;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.tls.TrustAnchors;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The roots that modules trust. A file of them is looked at for each probe, so that it can be replaced without a
 * reload; it is read when it may have changed, and parsed when it has. Safe for use by several threads.
 */
final class Roots {
    private static final int MAX_KEPT = 100;

    private final Clock clock;
    private final Map<Value, Known> known = new LinkedHashMap<>(16, 0.75f, true);
    private volatile @Nullable TrustAnchors system;

    /**
     * Roots that were read.
     *
     * @param version the file's, by which an event loop can see that the content is still the same; null: it cannot, or
     *     there is no file
     */
    private record Known(
            String pem, TrustAnchors anchors, @Nullable FileVersion version) {}

    Roots(Clock clock) {
        this.clock = clock;
    }

    /** The anchors, if they are known on an event loop to be current; null: they must be read. */
    @Nullable
    TrustAnchors atHand(@Nullable Value ca) {
        if (ca == null) {
            return system;
        }
        Known last = known(ca);
        if (last == null || !(ca instanceof Value.InFile file)) {
            return last == null ? null : last.anchors();
        }
        return last.version() != null && last.version().equals(FileVersion.of(file.path())) ? last.anchors() : null;
    }

    /**
     * The anchors as they are now. Not for an event loop.
     *
     * @throws ProbeFailedException when their file cannot be read
     * @throws CertificateException when it holds no roots
     */
    TrustAnchors read(@Nullable Value ca) throws ProbeFailedException, CertificateException {
        if (ca == null) {
            TrustAnchors runtime = TrustAnchors.system();
            system = runtime;
            return runtime;
        }
        Path path = ca instanceof Value.InFile file ? file.path() : null;
        // Before the content: a change after that shows as another version.
        FileVersion version = path == null ? null : tellingVersion(path);
        String pem = ValueReader.pem(ca);
        Known last = known(ca);
        TrustAnchors anchors = last != null && last.pem().equals(pem)
                ? last.anchors()
                : TrustAnchors.parse(pem, path == null ? "ca" : path.toString());
        return keep(ca, new Known(pem, anchors, version));
    }

    private @Nullable FileVersion tellingVersion(Path path) {
        FileVersion version = FileVersion.of(path);
        return version != null && version.isSettledAt(clock.instant()) && FileVersion.isLocal(path) ? version : null;
    }

    private @Nullable Known known(Value ca) {
        synchronized (known) {
            return known.get(ca);
        }
    }

    /** Threads that read the same content at the same time get the same anchors. */
    private TrustAnchors keep(Value ca, Known fresh) {
        synchronized (known) {
            Known other = known.get(ca);
            TrustAnchors anchors = other != null && other.pem().equals(fresh.pem()) ? other.anchors() : fresh.anchors();
            known.put(ca, new Known(fresh.pem(), anchors, fresh.version()));
            if (known.size() > MAX_KEPT) {
                known.remove(known.keySet().iterator().next());
            }
            return anchors;
        }
    }
}
