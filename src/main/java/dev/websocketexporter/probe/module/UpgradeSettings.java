package dev.websocketexporter.probe.module;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The upgrade request.
 *
 * @param headers additional fields, in order; may name {@code Host} and {@code User-Agent}, never a field of the opening
 *     handshake itself
 * @param origin the value of {@code Origin}; absent: none is sent
 * @param subprotocols the subprotocols offered, in order of preference; none if one of them is a secret: then all are the
 *     values of a header field
 * @param credentials how the exporter authenticates itself; absent: not at all
 * @param followRedirects whether a redirect is followed, at most ten times
 * @param httpVersion what the WebSocket is opened over
 * @param opening what is asked for
 */
public record UpgradeSettings(
        List<RequestHeader> headers,
        @Nullable String origin,
        List<String> subprotocols,
        @Nullable Credentials credentials,
        boolean followRedirects,
        HttpVersion httpVersion,
        Opening opening) {
    /** What a request asks for. */
    public enum Opening {
        /** A WebSocket. */
        UPGRADE,
        /** The page at the same place: the request has none of the fields of the opening handshake. Over HTTP/1.1 alone. */
        PLAIN_GET
    }

    public static final UpgradeSettings DEFAULT = new UpgradeSettings(List.of(), null, List.of(), null, false);

    public UpgradeSettings {
        headers = List.copyOf(headers);
        subprotocols = List.copyOf(subprotocols);
    }

    /** For a WebSocket. */
    public UpgradeSettings(
            List<RequestHeader> headers,
            @Nullable String origin,
            List<String> subprotocols,
            @Nullable Credentials credentials,
            boolean followRedirects,
            HttpVersion httpVersion) {
        this(headers, origin, subprotocols, credentials, followRedirects, httpVersion, Opening.UPGRADE);
    }

    /** For a WebSocket over HTTP/1.1. */
    public UpgradeSettings(
            List<RequestHeader> headers,
            @Nullable String origin,
            List<String> subprotocols,
            @Nullable Credentials credentials,
            boolean followRedirects) {
        this(headers, origin, subprotocols, credentials, followRedirects, HttpVersion.HTTP_1_1);
    }

    /** The same over another version of HTTP. */
    public UpgradeSettings over(HttpVersion version) {
        return new UpgradeSettings(headers, origin, subprotocols, credentials, followRedirects, version, opening);
    }

    /** The same with these additional fields in the place of all others. */
    public UpgradeSettings with(List<RequestHeader> others) {
        return new UpgradeSettings(others, origin, subprotocols, credentials, followRedirects, httpVersion, opening);
    }

    /** The same, with this Origin whatever there was; null: with none. */
    public UpgradeSettings withOrigin(@Nullable String other) {
        List<RequestHeader> others =
                headers.stream().filter(header -> !header.hasName("Origin")).toList();
        return new UpgradeSettings(others, other, subprotocols, credentials, followRedirects, httpVersion, opening);
    }

    /** The same, with these subprotocols in the place of all that were offered, also as a secret. */
    public UpgradeSettings offering(List<String> names) {
        List<RequestHeader> others =
                headers.stream().filter(header -> !header.isSubprotocols()).toList();
        return new UpgradeSettings(others, origin, names, credentials, followRedirects, httpVersion, opening);
    }

    /** A request over HTTP/1.1 for whatever else is at the place; the other fields are the same. */
    public UpgradeSettings asPlainGet() {
        UpgradeSettings bare = offering(List.of());
        return new UpgradeSettings(
                bare.headers,
                origin,
                bare.subprotocols,
                credentials,
                followRedirects,
                HttpVersion.HTTP_1_1,
                Opening.PLAIN_GET);
    }

    /** Whether any Origin is sent. */
    public boolean sendsOrigin() {
        return origin != null || headers.stream().anyMatch(header -> header.hasName("Origin"));
    }

    /** The Origin that is sent, if it may be shown; absent: none is, or it may not. */
    public @Nullable String shownOrigin() {
        for (RequestHeader header : headers) {
            if (header.hasName("Origin")) {
                return header.values().get(0) instanceof Value.Plain plain ? plain.text() : null;
            }
        }
        return origin;
    }

    /** Whether any subprotocol is offered, also as a secret. */
    public boolean offersSubprotocols() {
        return !subprotocols.isEmpty() || headers.stream().anyMatch(RequestHeader::isSubprotocols);
    }
}
