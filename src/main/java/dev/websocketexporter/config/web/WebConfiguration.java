package dev.websocketexporter.config.web;

import dev.websocketexporter.tls.PasswordHash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a web configuration says.
 *
 * @param tls absent: plain HTTP
 * @param http2 whether clients may choose HTTP/2; means nothing without TLS
 * @param headers of every answer, by their names
 * @param users the hashes of passwords by the names of users; empty: nobody is asked for one
 * @param rateLimit absent: none
 * @param files that it names, absolute: what they hold is part of it
 */
public record WebConfiguration(
        @Nullable ServerTls tls,
        boolean http2,
        Map<String, String> headers,
        Map<String, PasswordHash> users,
        @Nullable RateLimit rateLimit,
        List<Path> files) {
    public WebConfiguration {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        users = Collections.unmodifiableMap(new LinkedHashMap<>(users));
        files = List.copyOf(files);
    }

    /** Whether clients may choose HTTP/2, and it can be offered. */
    public boolean offersHttp2() {
        return tls != null && http2;
    }

    /** The same with the choice of HTTP/2 that was made at the start. */
    public WebConfiguration withHttp2(boolean offered) {
        return new WebConfiguration(tls, offered, headers, users, rateLimit, files);
    }

    /**
     * A bucket of tokens, of which each request takes one.
     *
     * @param interval after which there is one more; more than nothing
     * @param burst how many there are at most, and at first; at least 1
     */
    public record RateLimit(Duration interval, int burst) {}
}
