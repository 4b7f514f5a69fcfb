package dev.websocketexporter.engine.http2;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The request that opens a WebSocket on a stream (RFC 8441 §4).
 *
 * @param scheme {@code https} through TLS, else {@code http}
 * @param authority what is {@code Host} in HTTP/1.1
 * @param path path and query
 * @param fields the other fields, whatever the case of their names
 * @param secret tells by its name whether no compression may remember a field (RFC 7541 §7.1.3)
 */
public record ExtendedConnect(
        String scheme, String authority, String path, HttpHeaders fields, Predicate<String> secret) {
    /** RFC 8441 §5. */
    private static final String PROTOCOL = "websocket";

    /** Credentials, whoever wrote them. */
    private static final Set<String> CREDENTIALS = Set.of("authorization", "cookie", "proxy-authorization");

    /** Its pseudo-header fields, in the order in which they are sent. */
    public Map<String, String> pseudoFields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(":method", "CONNECT");
        fields.put(":protocol", PROTOCOL);
        fields.put(":scheme", scheme);
        fields.put(":authority", authority);
        fields.put(":path", path);
        return fields;
    }

    /** RFC 9113 §8.2: names are in lower case. */
    Http2Headers list() {
        Http2Headers list = new DefaultHttp2Headers(false, fields.size() + 8);
        pseudoFields().forEach((name, value) -> list.add(AsciiString.of(name), AsciiString.of(value)));
        fields.forEach(field -> list.add(lower(field.getKey()), AsciiString.of(field.getValue())));
        return list;
    }

    boolean isSecret(CharSequence name) {
        String lower = lower(name.toString()).toString();
        return CREDENTIALS.contains(lower) || secret.test(lower);
    }

    private static CharSequence lower(String name) {
        return AsciiString.of(name.toLowerCase(Locale.ROOT));
    }
}
