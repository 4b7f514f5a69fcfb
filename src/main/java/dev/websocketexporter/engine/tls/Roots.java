package dev.websocketexporter.engine.tls;

import dev.websocketexporter.engine.run.BlockingExecutor;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.values.FileAsk;
import dev.websocketexporter.engine.values.FileContent;
import dev.websocketexporter.engine.values.FileReads;
import dev.websocketexporter.engine.values.FileVersion;
import dev.websocketexporter.engine.values.ValueReader;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.tls.TrustAnchors;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The roots that modules trust. A file of them is looked at for each probe, so that it can be replaced without a
 * reload; it is read when it may have changed, and parsed when it has. Safe for use by several threads.
 */
final class Roots {
    private static final int MAX_KEPT = 100;

    private final FileReads files;
    private final BlockingExecutor cryptography;
    private final CompletableFuture<TrustAnchors> system;
    private final Map<Value, Known> known = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Roots that were read.
     *
     * @param version the file's, by which can be seen that the content is still the same; null: it cannot, or there is
     *     no file
     */
    private record Known(
            String pem, TrustAnchors anchors, @Nullable FileVersion version) {}

    /** @param system those of the runtime, as soon as they are read */
    Roots(FileReads files, BlockingExecutor cryptography, CompletableFuture<TrustAnchors> system) {
        this.files = files;
        this.cryptography = cryptography;
        this.system = system;
    }

    /** The roots as they are now. Completes on the probe's loop, on which this is to be called, never exceptionally. */
    CompletableFuture<Trust> now(PhaseContext context, @Nullable Value ca) {
        BiFunction<@Nullable TrustAnchors, Throwable, Trust> trust =
                (found, trouble) -> found == null ? Trust.none(why(ca, trouble)) : new Trust(found, null);
        if (ca == null) {
            // A failure, too, must come back to the loop: unlike this, thenApplyAsync passes it on where it arose.
            return system.isDone() ? system.handle(trust) : system.handleAsync(trust, context.loop());
        }
        return (ca instanceof Value.InFile file ? inFile(context, file) : inline(context, ca)).handle(trust);
    }

    /** What a probe that waits for them waits for, in words. */
    String waiting(@Nullable Value ca) {
        return ca instanceof Value.InFile file
                ? files.waiting(List.of(file.path()))
                : "the trust store of the Java runtime to be read";
    }

    private CompletableFuture<TrustAnchors> inline(PhaseContext context, Value ca) {
        Known last = known(ca);
        return last == null
                ? cryptography.call(
                        context, () -> parsed(ca, ValueReader.pem(ca, ValueReader.Contents.NONE), "ca", null))
                : CompletableFuture.completedFuture(last.anchors());
    }

    private CompletableFuture<TrustAnchors> inFile(PhaseContext context, Value.InFile ca) {
        Known last = known(ca);
        FileAsk ask = FileAsk.changed(ValueReader.LARGEST_PEM_BYTES, last == null ? null : last.version());
        return files.read(context, ca.path(), ask).thenCompose(content -> {
            if (last != null && content.isSame()) {
                return CompletableFuture.completedFuture(last.anchors());
            }
            String trouble = content.trouble(ValueReader.LARGEST_PEM_BYTES);
            byte[] bytes = content.bytes();
            return trouble != null || bytes == null
                    ? CompletableFuture.failedFuture(new CertificateException(String.valueOf(trouble)))
                    : cryptography.call(context, () -> of(ca, content, bytes, context.startedOn()));
        });
    }

    /**
     * The anchors in a file. Takes milliseconds: not for an event loop.
     *
     * @throws CertificateException when it holds none that can be used
     */
    private TrustAnchors of(Value.InFile ca, FileContent content, byte[] bytes, Instant now)
            throws CertificateException {
        FileVersion version = content.version();
        FileVersion telling = version != null && version.isSettledAt(now) ? version : null;
        return parsed(ca, new String(bytes, StandardCharsets.ISO_8859_1), "file " + ca.path(), telling);
    }

    private TrustAnchors parsed(Value ca, String pem, String source, @Nullable FileVersion version)
            throws CertificateException {
        Known last = known(ca);
        TrustAnchors anchors =
                last != null && last.pem().equals(pem) ? last.anchors() : TrustAnchors.parse(pem, source);
        return keep(ca, new Known(pem, anchors, version));
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

    /** They were good when the configuration was loaded, or are the runtime's: whatever is wrong is the exporter's. */
    private static Failure why(@Nullable Value ca, Throwable trouble) {
        Throwable cause = ProbeFailedException.unwrapped(trouble);
        if (cause instanceof ProbeFailedException failed) {
            return failed.failure();
        }
        String key = ca == null ? "" : ca instanceof Value.InFile ? "ca_file: " : "ca: ";
        return Trust.limit(key + cause.getMessage());
    }
}
