package dev.websocketexporter.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.websocketexporter.probe.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a token server answered (RFC 6749 §5).
 *
 * @param status the status code
 * @param token the token; absent when there is none
 * @param complaint why there is none, for humans; empty when there is one
 */
record TokenAnswer(int status, @Nullable Fetched token, String complaint) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int MAX_SHOWN = 200;
    /** A year: what a server says beyond that would overflow a clock in nanoseconds. */
    private static final long LONGEST_SECONDS = 31_536_000;

    static TokenAnswer of(int status, String body) {
        JsonNode json = parsed(body);
        String token = json.path("access_token").asText("");
        if (status == OK && !token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c <= '~')) {
            Duration lifetime = Duration.ofSeconds(Math.min(
                    LONGEST_SECONDS, Math.max(0, json.path("expires_in").asLong(0))));
            return new TokenAnswer(status, new Fetched(new Secret(token), lifetime), "");
        }
        // Never the body itself, which may hold a token: only the fields that say what is wrong.
        String error = json.path("error").asText("");
        String description = json.path("error_description").asText("");
        String what = status == OK ? "no usable access_token in the answer" : "status " + status + " (expected: 200)";
        String why = (error.isEmpty() ? "" : ", " + error) + (description.isEmpty() ? "" : ": " + description);
        return new TokenAnswer(status, null, what + Quoting.printable(why, MAX_SHOWN));
    }

    private static JsonNode parsed(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? JSON.missingNode() : json;
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    /** Whether the server did not take the client for who it is; it may, asked in another way. */
    boolean refusesClient() {
        return status == UNAUTHORIZED || status == BAD_REQUEST;
    }

    /**
     * A token as the server gave it.
     *
     * @param lifetime zero when the server says nothing of it
     */
    record Fetched(Secret token, Duration lifetime) {}
}
