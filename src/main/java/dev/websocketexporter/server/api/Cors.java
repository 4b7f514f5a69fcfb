package dev.websocketexporter.server.api;

import com.google.re2j.Pattern;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

/**
 * Lets pages of other origins use the API (Fetch Standard, CORS protocol). Off unless asked for: who can open the exporter
 * in a browser would lend every page that they visit the exporter's place in the network.
 */
public final class Cors {
    private final Pattern origins;

    /** @param origins matches each that may, as a whole */
    public Cors(Pattern origins) {
        this.origins = origins;
    }

    /** Tells the browser, in each answer, whether the page may read it. */
    public void introduce(Context context) {
        context.res().addHeader("Vary", "Origin");
        String origin = context.header("Origin");
        if (origin != null && origins.matches(origin)) {
            context.header("Access-Control-Allow-Origin", origin)
                    .header("Access-Control-Expose-Headers", "ETag, Retry-After");
        }
    }

    /** What a browser asks before it sends JSON or a tag; it never sends a password with the question. */
    public void preflight(Context context) {
        context.header("Access-Control-Allow-Methods", "GET, HEAD, POST")
                .header(
                        "Access-Control-Allow-Headers",
                        "Content-Type, If-None-Match, X-Prometheus-Scrape-Timeout-Seconds")
                .header("Access-Control-Max-Age", "600")
                .status(HttpStatus.NO_CONTENT);
    }
}
