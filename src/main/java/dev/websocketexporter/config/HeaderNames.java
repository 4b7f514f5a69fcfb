package dev.websocketexporter.config;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The names in one mapping of header fields: each is looked at once, and said to be wrong where it is. */
final class HeaderNames {
    /** RFC 6455 §4.1: the opening handshake's own. */
    private static final Set<String> OF_THE_HANDSHAKE =
            Set.of("upgrade", "connection", "sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions");

    /** RFC 6455 §4.1: the request is a GET without a body; one announced would swallow the first frames. */
    private static final Set<String> OF_A_BODY = Set.of("content-length", "transfer-encoding");

    private final Map<String, Position> first = new HashMap<>();

    /** Whether a name in an upgrade request is good. */
    boolean goodInUpgrade(YamlValue.Entry entry, ReadContext site) {
        if (OF_THE_HANDSHAKE.contains(entry.key().toLowerCase(Locale.ROOT))) {
            site.mistake(
                    entry.position(),
                    "belongs to the opening handshake (expected: leave it out; the exporter sends its own)");
            return false;
        }
        return good(entry, site);
    }

    /** Whether a name in any request without a body is good. */
    boolean good(YamlValue.Entry entry, ReadContext site) {
        String lowerCase = entry.key().toLowerCase(Locale.ROOT);
        Position before = first.putIfAbsent(lowerCase, entry.position());
        if (before != null) {
            site.mistake(
                    entry.position(),
                    "is there already, in line " + before.line() + " (expected: once, in whatever case)");
        } else if (!FieldText.isToken(entry.key())) {
            site.mistake(entry.position(), "is no header name (expected: letters, digits and !#$%&'*+-.^_`|~)");
        } else if (OF_A_BODY.contains(lowerCase)) {
            site.mistake(entry.position(), "announces a body, and the request has none (expected: leave it out)");
        } else {
            return true;
        }
        return false;
    }
}
