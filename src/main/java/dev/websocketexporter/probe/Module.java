package dev.websocketexporter.probe;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Named settings of a probe. Immutable; checked where it is parsed.
 *
 * @param name as in the configuration and in the parameter {@code module}
 * @param timeout the most that a probe may take; absent: only the scrape timeout rules
 * @param preferredIpProtocol the family that is dialled first
 * @param ipProtocolFallback whether the other family is dialled when the preferred one has no address, or it is
 *     refused or unreachable
 * @param tls how the peer's certificate is judged
 * @param headers additional fields of the upgrade request, in order; may name {@code Host} and {@code User-Agent},
 *     never a field of the opening handshake itself
 * @param origin the value of {@code Origin}; absent: none is sent
 * @param subprotocols the subprotocols offered, in order of preference
 * @param validStatusCodes the status codes of the response that count as a success
 */
public record Module(
        String name,
        @Nullable Duration timeout,
        IpProtocol preferredIpProtocol,
        boolean ipProtocolFallback,
        TlsSettings tls,
        List<HeaderField> headers,
        @Nullable String origin,
        List<String> subprotocols,
        Set<Integer> validStatusCodes) {
    public Module {
        headers = List.copyOf(headers);
        subprotocols = List.copyOf(subprotocols);
        validStatusCodes = Set.copyOf(validStatusCodes);
    }

    /** A module with the defaults of every key. */
    public static Module withDefaults(String name) {
        return new Module(
                name, null, IpProtocol.IP6, true, TlsSettings.DEFAULT, List.of(), null, List.of(), Set.of(101));
    }
}
