package dev.websocketexporter.engine.tls;

import dev.websocketexporter.engine.run.BlockingExecutor;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.values.ValueReader;
import dev.websocketexporter.probe.module.HttpVersion;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.module.TlsVersion;
import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.tls.ClientIdentity;
import java.security.cert.CertificateException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One TLS context for all modules that offer the same: engine, versions, application protocol and client certificate. A client certificate is
 * read for each probe, so that a rotated one holds at once; a context is only made anew when it has changed. Safe for use by
 * several threads.
 */
public final class TlsContexts implements AutoCloseable {
    private static final int MAX_CONTEXTS = 100;

    private record Offer(
            TlsEngine engine,
            TlsVersion min,
            TlsVersion max,
            HttpVersion protocol,
            @Nullable String certificate,
            @Nullable String key) {}

    private final TlsEngine tlsEngine;
    private final BlockingExecutor cryptography;
    private final ValueReader values;
    private final Map<Offer, TlsContext> contexts = new LinkedHashMap<>(16, 0.75f, true);

    public TlsContexts(TlsEngine tlsEngine, BlockingExecutor cryptography, ValueReader values) {
        this.tlsEngine = tlsEngine;
        this.cryptography = cryptography;
        this.values = values;
    }

    /** The same settings with the versions of TLS that are among these; absent: none is. */
    static @Nullable TlsSettings within(TlsSettings settings, Set<TlsVersion> versions) {
        List<TlsVersion> common = EnumSet.range(settings.minVersion(), settings.maxVersion()).stream()
                .filter(versions::contains)
                .toList();
        return common.isEmpty() ? null : settings.with(common.get(0), common.get(common.size() - 1));
    }

    /** The engine that handshakes are tried with first. */
    TlsEngine preferred() {
        return tlsEngine;
    }

    /** To be called on the probe's loop, on which it completes. */
    CompletableFuture<TlsContext> of(
            PhaseContext context, TlsSettings settings, HttpVersion protocol, TlsEngine engine) {
        Value certificate = settings.certificate();
        Value key = settings.key();
        if (certificate == null || key == null) {
            return CompletableFuture.completedFuture(
                    plain(new Offer(engine, settings.minVersion(), settings.maxVersion(), protocol, null, null)));
        }
        return values.pems(context, List.of(certificate, key)).thenCompose(files -> {
            try {
                Offer offer = new Offer(
                        engine,
                        settings.minVersion(),
                        settings.maxVersion(),
                        protocol,
                        ValueReader.pem(certificate, files),
                        ValueReader.pem(key, files));
                return withIdentity(context, offer, certificate, key);
            } catch (ProbeFailedException e) {
                return CompletableFuture.failedFuture(e);
            }
        });
    }

    private TlsContext plain(Offer offer) {
        synchronized (contexts) {
            TlsContext known = contexts.get(offer);
            return known == null ? keep(offer, context(offer, null)) : known;
        }
    }

    private CompletableFuture<TlsContext> withIdentity(
            PhaseContext context, Offer offer, Value certificate, Value key) {
        TlsContext known = known(offer);
        return known == null
                ? cryptography.call(context, () -> made(offer, identity(offer, certificate, key)))
                : CompletableFuture.completedFuture(known);
    }

    private @Nullable TlsContext known(Offer offer) {
        synchronized (contexts) {
            return contexts.get(offer);
        }
    }

    private TlsContext made(Offer offer, ClientIdentity identity) {
        TlsContext fresh = context(offer, identity);
        synchronized (contexts) {
            TlsContext others = contexts.get(offer);
            if (others == null) {
                return keep(offer, fresh);
            }
            fresh.close();
            return others;
        }
    }

    private static TlsContext context(Offer offer, @Nullable ClientIdentity identity) {
        return new TlsContext(
                offer.engine(), offer.min(), offer.max(), offer.protocol().alpn(), identity);
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
