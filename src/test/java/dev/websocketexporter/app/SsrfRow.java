package dev.websocketexporter.app;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * One way to have the exporter connect to where the policy forbids it: a row of the table in {@code docs/ssrf.md}.
 *
 * @param words as they stand in the table
 * @param answer what the exporter makes of it
 * @param policy which of the test's policies is in force
 * @param module the module that probes
 * @param target the target in full; {@code VAULT}, {@code FRONT} and {@code SECURE} are the ports of the test's servers
 * @param more parameters to put behind it, encoded, each with its ampersand
 */
record SsrfRow(String words, Answer answer, Policy policy, String module, String target, String more) {
    /** What becomes of an attempt. */
    enum Answer {
        BAD("400"),
        FORBIDDEN("403"),
        REDIRECT("`redirect_refused`"),
        NO_NAME("no such name"),
        NO_TOKEN("`authentication_setup`"),
        ELSEWHERE("elsewhere");

        private final String words;

        Answer(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** What is forbidden. */
    enum Policy {
        /** Some addresses and names. */
        DENY,
        /** All but some. */
        ALLOW,
        /** Nothing that the test uses. */
        NONE
    }

    static SsrfRow denied(String words, Answer answer, String target) {
        return new SsrfRow(words, answer, Policy.DENY, "plain", target, "");
    }

    /** With a server that is allowed, and which redirects there. */
    static SsrfRow redirect(String words, Answer answer, int status, String location) {
        return denied(words, answer, "ws://127.0.0.2:FRONT" + path(status, location))
                .by("following");
    }

    /** The path that has the server answer so; the location stands there in hex, so that it arrives as it is. */
    static String path(int status, String location) {
        return "/" + status + "/LOCATION" + HexFormat.of().formatHex(location.getBytes(StandardCharsets.UTF_8));
    }

    SsrfRow by(String other) {
        return new SsrfRow(words, answer, policy, other, target, more);
    }

    SsrfRow with(String parameters) {
        return new SsrfRow(words, answer, policy, module, target, parameters);
    }

    SsrfRow whereOnlyAllowed() {
        return under(Policy.ALLOW);
    }

    SsrfRow under(Policy other) {
        return new SsrfRow(words, answer, other, module, target, more);
    }

    /** The query of {@code /probe}, without the ports. */
    String query() {
        return "module=" + module + "&target=" + URLEncoder.encode(target, StandardCharsets.UTF_8) + more;
    }

    /** The row of the document. */
    String inDocument() {
        return "| " + words + " | " + answer.words() + " |";
    }

    @Override
    public String toString() {
        return words;
    }
}
