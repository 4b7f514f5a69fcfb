package dev.websocketexporter.engine.auth;

import dev.websocketexporter.engine.auth.OAuth2TokenEndpoint.TokenAnswer;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.Credentials.OAuth2;
import dev.websocketexporter.probe.value.Secret;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** OAuth2 tokens, fetched when needed and kept until they expire. Safe for use by several threads. */
public final class OAuth2TokenCache {
    /** Far more than a configuration has; when tokens of old configurations have filled the cache, it is cleared. */
    private static final int MAX_KEPT = 1_000;

    /** A token about to expire may have expired when it arrives. */
    private static final long SAFETY_NANOS = TimeUnit.SECONDS.toNanos(10);

    /**
     * A token to send.
     *
     * @param fromCache whether it was fetched for an earlier probe, and may have been revoked since
     */
    record Bearer(Secret token, boolean fromCache) {}

    private record Kept(Secret token, long expiresAt) {}

    private final OAuth2TokenFetcher fetcher;
    private final Ticker ticker;
    private final Map<OAuth2, Kept> kept = new ConcurrentHashMap<>();

    public OAuth2TokenCache(OAuth2TokenFetcher fetcher, Ticker ticker) {
        this.fetcher = fetcher;
        this.ticker = ticker;
    }

    CompletableFuture<Bearer> bearer(PhaseContext context, OAuth2 oauth) {
        Kept known = kept.get(oauth);
        if (known != null && known.expiresAt() - ticker.read() > SAFETY_NANOS) {
            return CompletableFuture.completedFuture(new Bearer(known.token(), true));
        }
        return fetcher.fetch(context, oauth).thenApply(fetched -> {
            keep(oauth, fetched);
            return new Bearer(fetched.token(), false);
        });
    }

    /** The server refused it. */
    public void forget(OAuth2 oauth) {
        kept.remove(oauth);
    }

    private void keep(OAuth2 oauth, TokenAnswer.Fetched fetched) {
        if (fetched.lifetime().isZero()) {
            return;
        }
        if (kept.size() >= MAX_KEPT) {
            kept.clear();
        }
        kept.put(
                oauth,
                new Kept(fetched.token(), ticker.read() + fetched.lifetime().toNanos()));
    }
}
