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
 */
public record UpgradeSettings(
        List<RequestHeader> headers,
        @Nullable String origin,
        List<String> subprotocols,
        @Nullable Credentials credentials,
        boolean followRedirects,
        HttpVersion httpVersion) {
    public static final UpgradeSettings DEFAULT = new UpgradeSettings(List.of(), null, List.of(), null, false);

    public UpgradeSettings {
        headers = List.copyOf(headers);
        subprotocols = List.copyOf(subprotocols);
    }

    /** Over HTTP/1.1. */
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
        return new UpgradeSettings(headers, origin, subprotocols, credentials, followRedirects, version);
    }

    /** Whether any subprotocol is offered, also as a secret. */
    public boolean offersSubprotocols() {
        return !subprotocols.isEmpty() || headers.stream().anyMatch(RequestHeader::isSubprotocols);
    }
}
