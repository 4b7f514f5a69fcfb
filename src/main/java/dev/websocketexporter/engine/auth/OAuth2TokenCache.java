package dev.websocketexporter.engine.auth;

import dev.websocketexporter.engine.auth.OAuth2TokenAnswer.Fetched;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.Credentials.OAuth2;
import dev.websocketexporter.probe.value.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * OAuth2 tokens, fetched when needed and kept until they expire; probes that need the same one at the same time share a
 * fetch. Safe for use by several threads.
 */
public final class OAuth2TokenCache {
    /** Far more than a configuration has; when tokens of old configurations have filled the cache, it is cleared. */
    private static final int MAX_KEPT = 1_000;

    /** A token about to expire may have expired when it arrives. As in Go's client. */
    private static final long SAFETY_NANOS = TimeUnit.SECONDS.toNanos(10);

    /**
     * A token to send.
     *
     * @param scheme what stands in front of it
     * @param fromCache whether it was fetched for an earlier probe, and may have been revoked since
     */
    record Bearer(String scheme, Secret token, boolean fromCache) {}

    private record Kept(Fetched fetched, long expiresAt) {}

    private final OAuth2TokenFetcher fetcher;
    private final Ticker ticker;
    private final Map<OAuth2, Kept> kept = new HashMap<>();
    private final Map<OAuth2, OAuth2TokenFlight> flights = new HashMap<>();

    public OAuth2TokenCache(OAuth2TokenFetcher fetcher, Ticker ticker) {
        this.fetcher = fetcher;
        this.ticker = ticker;
    }

    /** On the probe's loop, where the future is completed too. */
    CompletableFuture<Bearer> bearer(PhaseContext context, OAuth2 oauth) {
        OAuth2TokenFlight flight;
        OAuth2TokenFlight.Waiter waiter;
        boolean begins;
        synchronized (this) {
            Kept known = kept.get(oauth);
            if (known != null && known.expiresAt() - ticker.read() > SAFETY_NANOS) {
                return CompletableFuture.completedFuture(bearer(known.fetched(), true));
            }
            OAuth2TokenFlight underWay = flights.get(oauth);
            begins = underWay == null;
            flight = underWay == null ? new OAuth2TokenFlight(fetcher.fetch(context, oauth)) : underWay;
            flights.put(oauth, flight);
            waiter = flight.join(context);
        }
        context.log()
                .debug((begins ? "fetching a token from " : "waiting for the token that another probe fetches from ")
                        + OAuth2TokenFetch.shown(oauth));
        context.atEnd(() -> leave(oauth, flight, waiter));
        if (begins) {
            CompletableFuture<Fetched> unused =
                    flight.begin().whenComplete((token, failure) -> landed(oauth, flight, token, failure));
        }
        return waiter.token().thenApply(token -> bearer(token, false));
    }

    private static Bearer bearer(Fetched fetched, boolean fromCache) {
        return new Bearer(fetched.scheme(), fetched.token(), fromCache);
    }

    private synchronized void leave(OAuth2 oauth, OAuth2TokenFlight flight, OAuth2TokenFlight.Waiter waiter) {
        if (flight.leave(waiter)) {
            flights.remove(oauth, flight);
        }
    }

    private synchronized void landed(
            OAuth2 oauth, OAuth2TokenFlight flight, @Nullable Fetched token, @Nullable Throwable failure) {
        flights.remove(oauth, flight);
        if (token != null) {
            keep(oauth, token);
        }
        flight.land(token, failure);
    }

    /** The server refused it; a newer one stays. */
    public synchronized void forget(OAuth2 oauth, Secret refused) {
        Kept known = kept.get(oauth);
        if (known != null && known.fetched().token().equals(refused)) {
            kept.remove(oauth);
        }
    }

    private void keep(OAuth2 oauth, Fetched fetched) {
        if (kept.size() >= MAX_KEPT) {
            kept.clear();
        }
        kept.put(oauth, new Kept(fetched, ticker.read() + fetched.lifetime().toNanos()));
    }
}
