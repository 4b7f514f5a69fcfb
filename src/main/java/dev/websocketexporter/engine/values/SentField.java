package dev.websocketexporter.engine.values;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A header field as it goes out.
 *
 * @param name as it stands on the wire
 * @param value as it stands on the wire
 * @param visibility whether a log may show the value
 */
public record SentField(String name, String value, Visibility visibility) {
    /** Whether a log may show a value. */
    public enum Visibility {
        SHOWN,
        SECRET
    }

    /** The credentials of the scheme Basic (RFC 7617 §2). */
    public static String basic(String username, String password) {
        return Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Whether its value is the subprotocols offered (RFC 6455 §11.3.4). */
    public boolean isSubprotocols() {
        return hasName("Sec-WebSocket-Protocol");
    }

    /** The names in a field of subprotocols. */
    public List<String> subprotocols() {
        return Arrays.stream(value.split(",")).map(String::strip).toList();
    }

    public boolean hasName(String other) {
        return name.equalsIgnoreCase(other);
    }
}
