package dev.websocketexporter.probe;

import com.google.re2j.Pattern;

/**
 * A rule about a header of the response ({@code fail_if_header_matches}, {@code fail_if_header_not_matches}). With
 * several values, one that matches is a match.
 *
 * @param header its name
 * @param regexp looked for anywhere in the value
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
