package dev.websocketexporter.engine.tls;

import dev.websocketexporter.engine.work.TaskRunner;
import dev.websocketexporter.tls.TrustAnchors;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the trust store of the Java runtime at the start: cold, that takes long, and no probe should wait for it. */
public final class SystemTrust {
    private static final Logger LOG = LoggerFactory.getLogger(SystemTrust.class);

    private SystemTrust() {}

    /** The certificates, as soon as they are read; fails, after a warning, if they cannot be. */
    public static CompletableFuture<TrustAnchors> load(TaskRunner files) {
        CompletableFuture<TrustAnchors> loaded = new CompletableFuture<>();
        if (files.offer(() -> load(loaded)) == null) {
            throw new IllegalStateException("no thread to read the trust store with");
        }
        return loaded;
    }

    private static void load(CompletableFuture<TrustAnchors> loaded) {
        TrustAnchors system;
        try {
            system = TrustAnchors.system();
        } catch (IllegalStateException e) {
            LOG.warn("{}; wss targets of modules without ca or ca_file fail with exporter_limit", e.getMessage());
            loaded.completeExceptionally(e);
            return;
        } catch (RuntimeException | Error e) {
            loaded.completeExceptionally(e);
            throw e;
        }
        loaded.complete(system);
        // The first signature of an RSA key takes long, too.
        boolean unused = system.rehearse();
    }
}
