package dev.websocketexporter.probe.module;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Set;

/**
 * What counts as a success of the opening handshake.
 *
 * @param validStatusCodes the accepted status codes of the response
 * @param tls whether the target may or must be wss; judged before a packet is sent
 * @param headerRules the rules about the response's headers
 * @param requireSubprotocol whether the server must choose one of the subprotocols offered
 */
public record SuccessCriteria(
        Set<Integer> validStatusCodes, TlsDemand tls, List<HeaderRule> headerRules, boolean requireSubprotocol) {
    /** Whether the target may or must be wss. */
    public enum TlsDemand {
        NONE,
        FORBIDDEN,
        REQUIRED
    }

    public static final SuccessCriteria DEFAULT = new SuccessCriteria(Set.of(101), TlsDemand.NONE, List.of(), false);

    public SuccessCriteria {
        validStatusCodes = Set.copyOf(validStatusCodes);
        headerRules = List.copyOf(headerRules);
    }

    /**
     * A rule about a header of the response ({@code fail_if_header_matches}, {@code fail_if_header_not_matches}). With
     * several values, one that matches is a match.
     *
     * @param header its name
     * @param regexp searched anywhere in the value
     * @param failure what fails the probe
     * @param allowMissing whether the rule holds when the header is not there
     */
    public record HeaderRule(String header, Pattern regexp, FailsWhen failure, boolean allowMissing) {
        /** What a rule forbids. */
        public enum FailsWhen {
            MATCHES,
            NOT_MATCHES
        }
    }
}
