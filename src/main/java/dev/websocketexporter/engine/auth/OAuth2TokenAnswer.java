package dev.websocketexporter.engine.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.script.JsonText;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
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
    private static final Pattern FORM =
            Pattern.compile("\\s*(application/x-www-form-urlencoded|text/plain)\\b", Pattern.CASE_INSENSITIVE);

    /**
     * A token as the server gave it.
     *
     * @param scheme what stands in front of it in {@code Authorization}
     * @param lifetime how long it is used; negative or short: for this probe alone
     */
    record Fetched(String scheme, Secret token, Duration lifetime) {}

    /** @param type the value of {@code Content-Type}; empty when there is none */
    static OAuth2TokenAnswer of(int status, String type, String body) {
        JsonNode json = fields(type, body);
        String token = text(json.path("access_token"));
        String scheme = scheme(text(json.path("token_type")));
        boolean good = status >= 200 && status <= 299;
        Duration lifetime = Lifetime.of(json.path("expires_in"));
        if (good && lifetime != null && isSendable(token) && isSendable(scheme)) {
            return new OAuth2TokenAnswer(status, new Fetched(scheme, new Secret(token), lifetime), "");
        }
        // Never the body itself, which may hold a token: only the fields that say what is wrong.
        String error = json.path("error").asText("");
        String description = json.path("error_description").asText("");
        String what = !good
                ? "status " + status + " (expected: 200)"
                : !json.isObject()
                        ? "no JSON object in the answer" + (type.isEmpty() ? "" : ", whose Content-Type is " + type)
                        : lifetime == null
                                ? "expires_in is no number in the answer (expected: seconds)"
                                : isSendable(token)
                                        ? "no usable token_type in the answer (expected: Bearer)"
                                        : "no usable access_token in the answer";
        String why = (error.isEmpty() ? "" : ", " + error) + (description.isEmpty() ? "" : ": " + description);
        return new OAuth2TokenAnswer(
                status, null, Printable.oneLine(what, MAX_SHOWN) + Printable.oneLine(why, MAX_SHOWN));
    }

    /** JSON, in front of which a byte order mark is ignored; or a form, which Go's client takes too. */
    private static JsonNode fields(String type, String body) {
        JsonNode json = JsonText.leniently(body.startsWith("\ufeff") ? body.substring(1) : body);
        return !json.isObject() && FORM.matcher(type).lookingAt() ? form(body) : json;
    }

    private static JsonNode form(String body) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        try {
            new QueryStringDecoder(body.strip(), false)
                    .parameters()
                    .forEach((name, values) -> fields.put(name, values.get(0)));
            return fields.path("access_token").isMissingNode()
                            && fields.path("error").isMissingNode()
                    ? MissingNode.getInstance()
                    : fields;
        } catch (IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
    }

    /** A token that is a number or true is none, as for Go's client. */
    private static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : "";
    }

    private static boolean isSendable(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    /** As Go's client writes it; some servers accept only this spelling. */
    private static String scheme(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "", "bearer" -> "Bearer";
            case "basic" -> "Basic";
            case "mac" -> "MAC";
            default -> type;
        };
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
