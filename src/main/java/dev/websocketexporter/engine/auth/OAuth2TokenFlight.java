package dev.websocketexporter.engine.auth;

import dev.websocketexporter.engine.auth.OAuth2TokenAnswer.Fetched;
import dev.websocketexporter.engine.run.PhaseContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A fetch of a token under way, and the probes that wait for it. Each of them has its own deadline; the fetch goes on as
 * long as one waits. Guarded by the cache, which has one for each client at a time.
 */
final class OAuth2TokenFlight {
    private final OAuth2TokenFetch fetch;
    private final List<Waiter> waiters = new ArrayList<>();

    /** A probe, and what it waits for, which is completed on its own loop. */
    record Waiter(PhaseContext context, CompletableFuture<Fetched> token) {}

    OAuth2TokenFlight(OAuth2TokenFetch fetch) {
        this.fetch = fetch;
    }

    CompletableFuture<Fetched> begin() {
        return fetch.begin();
    }

    Waiter join(PhaseContext context) {
        Waiter waiter = new Waiter(context, new CompletableFuture<>());
        waiters.add(waiter);
        return waiter;
    }

    /** Whether nobody waits any more after this one; then the fetch is cancelled. */
    boolean leave(Waiter waiter) {
        boolean last = waiters.remove(waiter) && waiters.isEmpty();
        if (last) {
            fetch.cancel();
        }
        return last;
    }

    /** Tells those who wait; nobody may join any more. */
    void land(@Nullable Fetched token, @Nullable Throwable failure) {
        List<String> secrets = List.copyOf(fetch.secrets());
        List<String> log = List.copyOf(fetch.log());
        for (Waiter waiter : List.copyOf(waiters)) {
            waiter.context().loop().execute(() -> {
                secrets.forEach(waiter.context().log()::hide);
                log.forEach(line -> waiter.context().log().debug("token: " + line));
                if (token != null) {
                    waiter.token().complete(token);
                } else {
                    waiter.token()
                            .completeExceptionally(
                                    failure == null ? new IllegalStateException("no token and no failure") : failure);
                }
            });
        }
        waiters.clear();
    }
}
