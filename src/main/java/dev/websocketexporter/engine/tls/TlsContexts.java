package dev.websocketexporter.engine.tls;

import dev.websocketexporter.engine.run.BlockingExecutor;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.values.ValueReader;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.tls.ClientIdentity;
import io.netty.channel.EventLoop;
import java.security.cert.CertificateException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One TLS context for all modules that offer the same: engine, versions and client certificate. A client certificate is
 * read for each probe, so that a rotated one holds at once; a context is only made anew when it has changed. Safe for use by
 * several threads.
 */
public final class TlsContexts implements AutoCloseable {
    private static final int MAX_CONTEXTS = 100;

    private record Offer(
            TlsEngine engine,
            TlsVersion min,
            TlsVersion max,
            @Nullable String certificate,
            @Nullable String key) {}

    private final TlsEngine tlsEngine;
    private final BlockingExecutor blocking;
    private final Map<Offer, TlsContext> contexts = new LinkedHashMap<>(16, 0.75f, true);

    public TlsContexts(TlsEngine tlsEngine, BlockingExecutor blocking) {
        this.tlsEngine = tlsEngine;
        this.blocking = blocking;
    }

    /** The same settings with the versions of TLS that are among these; absent: none is. */
    static @Nullable TlsSettings within(TlsSettings settings, Set<TlsVersion> versions) {
        List<TlsVersion> common = EnumSet.range(settings.minVersion(), settings.maxVersion()).stream()
                .filter(versions::contains)
                .toList();
        return common.isEmpty()
                ? null
                : new TlsSettings(
                        settings.ca(),
                        settings.certificate(),
                        settings.key(),
                        settings.serverName(),
                        settings.insecureSkipVerify(),
                        common.get(0),
                        common.get(common.size() - 1));
    }

    /** The engine that handshakes are tried with first. */
    TlsEngine preferred() {
        return tlsEngine;
    }

    CompletableFuture<TlsContext> of(EventLoop loop, TlsSettings settings, TlsEngine engine) {
        Value certificate = settings.certificate();
        Value key = settings.key();
        if (certificate == null || key == null) {
            return CompletableFuture.completedFuture(
                    plain(new Offer(engine, settings.minVersion(), settings.maxVersion(), null, null)));
        }
        return blocking.call(loop, () -> withIdentity(settings, engine, certificate, key));
    }

    private TlsContext plain(Offer offer) {
        synchronized (contexts) {
            TlsContext known = contexts.get(offer);
            return known == null ? keep(offer, new TlsContext(offer.engine(), offer.min(), offer.max(), null)) : known;
        }
    }

    private TlsContext withIdentity(TlsSettings settings, TlsEngine engine, Value certificate, Value key)
            throws ProbeFailedException {
        Offer offer = new Offer(
                engine,
                settings.minVersion(),
                settings.maxVersion(),
                ValueReader.pem(certificate),
                ValueReader.pem(key));
        synchronized (contexts) {
            TlsContext known = contexts.get(offer);
            return known == null
                    ? keep(
                            offer,
                            new TlsContext(offer.engine(), offer.min(), offer.max(), identity(offer, certificate, key)))
                    : known;
        }
    }

    private static ClientIdentity identity(Offer offer, Value certificate, Value key) throws ProbeFailedException {
        try {
            return ClientIdentity.parse(String.valueOf(offer.certificate()), String.valueOf(offer.key()));
        } catch (CertificateException e) {
            throw ValueReader.setup("client certificate in " + place(certificate) + " with the key in " + place(key)
                    + ": " + e.getMessage());
        }
    }

    private static String place(Value value) {
        return value instanceof Value.InFile file ? file.path().toString() : "the configuration";
    }

    private TlsContext keep(Offer offer, TlsContext fresh) {
        contexts.put(offer, fresh);
        if (contexts.size() > MAX_CONTEXTS) {
            Offer eldest = contexts.keySet().iterator().next();
            TlsContext left = contexts.remove(eldest);
            if (left != null) {
                // Handshakes under way keep a reference to it.
                left.close();
            }
        }
        return fresh;
    }

    @Override
    public void close() {
        synchronized (contexts) {
            contexts.values().forEach(TlsContext::close);
            contexts.clear();
        }
    }
}
