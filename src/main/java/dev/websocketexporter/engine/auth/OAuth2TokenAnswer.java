package dev.websocketexporter.engine.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.script.JsonText;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a token server answered (RFC 6749 §5).
 *
 * @param status the status code
 * @param token the token; absent when there is none
 * @param complaint why there is none, for humans; empty when there is one
 */
record OAuth2TokenAnswer(int status, @Nullable Fetched token, String complaint) {
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int MAX_SHOWN = 200;

    /**
     * A token as the server gave it.
     *
     * @param lifetime how long it is used; negative or short: for this probe alone
     */
    record Fetched(Secret token, Duration lifetime) {}

    static OAuth2TokenAnswer of(int status, String body) {
        JsonNode json = JsonText.leniently(body);
        String token = json.path("access_token").asText("");
        boolean good = status >= 200 && status <= 299;
        Duration lifetime = Lifetime.of(json.path("expires_in"));
        if (good && lifetime != null && !token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c <= '~')) {
            return new OAuth2TokenAnswer(status, new Fetched(new Secret(token), lifetime), "");
        }
        // Never the body itself, which may hold a token: only the fields that say what is wrong.
        String error = json.path("error").asText("");
        String description = json.path("error_description").asText("");
        String what = !good
                ? "status " + status + " (expected: 200)"
                : lifetime == null
                        ? "expires_in is no number in the answer (expected: seconds)"
                        : "no usable access_token in the answer";
        String why = (error.isEmpty() ? "" : ", " + error) + (description.isEmpty() ? "" : ": " + description);
        return new OAuth2TokenAnswer(status, null, what + Printable.oneLine(why, MAX_SHOWN));
    }

    /** Whether the server refused the client's authentication; it may accept the other method. */
    boolean refusesClient() {
        return status == UNAUTHORIZED || status == BAD_REQUEST;
    }

    /** {@code expires_in}, as Go's client takes it, which Prometheus uses. */
    private static final class Lifetime {
        /** As many seconds as that client counts; without any, a token is used until it is refused. */
        private static final int MOST_SECONDS = Integer.MAX_VALUE;
        /** More digits cannot be a number of seconds. */
        private static final int MOST_DIGITS = 30;

        private Lifetime() {}

        /** Missing, null or 0: without an end; a text may hold the number; null if it is something else. */
        static @Nullable Duration of(JsonNode node) {
            if (node.isMissingNode() || node.isNull()) {
                return Duration.ofSeconds(MOST_SECONDS);
            }
            if (node.isDouble() && Double.isInfinite(node.doubleValue())) {
                return Duration.ofSeconds(MOST_SECONDS);
            }
            BigDecimal seconds = node.isNumber() ? node.decimalValue() : parsed(node);
            if (seconds == null) {
                return null;
            }
            if (seconds.signum() == 0 || seconds.compareTo(BigDecimal.valueOf(MOST_SECONDS)) >= 0) {
                return Duration.ofSeconds(MOST_SECONDS);
            }
            return seconds.signum() < 0 ? Duration.ZERO : Duration.ofSeconds(seconds.longValue());
        }

        private static @Nullable BigDecimal parsed(JsonNode node) {
            if (!node.isTextual() || node.textValue().length() > MOST_DIGITS) {
                return null;
            }
            try {
                return new BigDecimal(node.textValue());
            } catch (NumberFormatException e) {
                return null;
            }
        }
    }
}
