package dev.websocketexporter.probe;

import java.util.List;
import java.util.Set;

/**
 * What counts as a success of the opening handshake.
 *
 * @param validStatusCodes the status codes of the response that do
 * @param tls whether the target may or must be wss; judged before a packet is sent
 * @param headerRules the rules about the response's headers
 * @param requireSubprotocol whether the server must choose one of the subprotocols offered
 */
public record Verdict(
        Set<Integer> validStatusCodes, TlsDemand tls, List<HeaderRule> headerRules, boolean requireSubprotocol) {
    /** Whether the target may or must be wss. */
    public enum TlsDemand {
        NONE,
        FORBIDDEN,
        REQUIRED
    }

    public static final Verdict DEFAULT = new Verdict(Set.of(101), TlsDemand.NONE, List.of(), false);

    public Verdict {
        validStatusCodes = Set.copyOf(validStatusCodes);
        headerRules = List.copyOf(headerRules);
    }
}
