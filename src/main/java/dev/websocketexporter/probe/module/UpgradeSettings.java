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
 */
public record UpgradeSettings(
        List<RequestHeader> headers,
        @Nullable String origin,
        List<String> subprotocols,
        @Nullable Credentials credentials,
        boolean followRedirects) {
    public static final UpgradeSettings DEFAULT = new UpgradeSettings(List.of(), null, List.of(), null, false);

    public UpgradeSettings {
        headers = List.copyOf(headers);
        subprotocols = List.copyOf(subprotocols);
    }

    /** Whether any subprotocol is offered, also as a secret. */
    public boolean offersSubprotocols() {
        return !subprotocols.isEmpty() || headers.stream().anyMatch(RequestHeader::isSubprotocols);
    }
}
