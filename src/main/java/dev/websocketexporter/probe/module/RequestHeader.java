package dev.websocketexporter.probe.module;

import java.util.List;

/**
 * A header field that a module adds to a request; one line for each value.
 *
 * @param name a token (RFC 9110 §5.1); compared without regard to case
 * @param values at least one
 */
public record RequestHeader(String name, List<Value> values) {
    /** RFC 6455 §11.3.4. */
    public static final String SUBPROTOCOLS = "Sec-WebSocket-Protocol";

    public RequestHeader {
        values = List.copyOf(values);
    }

    public boolean hasName(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** Whether its values are the subprotocols offered (RFC 6455 §11.3.4). */
    public boolean isSubprotocols() {
        return hasName(SUBPROTOCOLS);
    }

    /** Whether it must not follow a redirect to another host or port. */
    public boolean isCredential() {
        return hasName("Authorization")
                || hasName("Cookie")
                || values.stream().anyMatch(value -> !(value instanceof Value.Plain));
    }
}
