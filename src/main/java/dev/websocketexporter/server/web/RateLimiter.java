package dev.websocketexporter.server.web;

import dev.websocketexporter.config.web.WebConfiguration.RateLimit;
import dev.websocketexporter.probe.Ticker;
import org.jspecify.annotations.Nullable;

/** A bucket of tokens, as {@code golang.org/x/time/rate} has it: full at first. Safe for use by several threads. */
final class RateLimiter {
    private final Ticker ticker;
    private @Nullable RateLimit limit;
    private double tokens;
    private long filledNanos;

    RateLimiter(Ticker ticker) {
        this.ticker = ticker;
    }

    /**
     * Takes a token, if there is one.
     *
     * @param now the limit in force; another one than before begins with a full bucket
     */
    synchronized boolean allows(@Nullable RateLimit now) {
        if (now == null) {
            limit = null;
            return true;
        }
        long at = ticker.read();
        if (now.equals(limit)) {
            double more = (double) (at - filledNanos) / now.interval().toNanos();
            tokens = Math.min(now.burst(), tokens + more);
        } else {
            limit = now;
            tokens = now.burst();
        }
        filledNanos = at;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
