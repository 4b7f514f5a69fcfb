package dev.websocketexporter.cli.diagnose;

import java.util.Locale;

/**
 * Why the target fails, or what of it fails for others, as far as the trials show.
 *
 * @param kind one word of a closed list
 * @param sentence what it is, what shows it, and mostly what to do
 */
public record LikelyCause(Kind kind, String sentence) {
    /** The kinds of causes, as scripts ask for them. */
    public enum Kind {
        /** The base succeeded, and no change that a client may make breaks it. */
        NONE,
        /** The base succeeded, and clients that do it otherwise fail. */
        OTHER_CLIENTS,
        /** The same probe fails and succeeds. */
        NOT_REPEATED,
        ADDRESS,
        FAMILY,
        PROXY_IN_THE_WAY,
        PROXY_NEEDED,
        PROXY_AUTHENTICATION,
        TLS_1_3_INTOLERANCE,
        SERVER_NAME_REFUSED,
        WRONG_VIRTUAL_HOST,
        MISSING_INTERMEDIATE,
        UNTRUSTED_AUTHORITY,
        CERTIFICATE,
        HTTP_VERSION,
        ORIGIN_DEMANDED,
        ORIGIN_FORBIDDEN,
        SUBPROTOCOL,
        EXTENSION,
        AUTHENTICATION,
        PATH,
        UPGRADE_STRIPPED,
        UPGRADE_UNANSWERED,
        GATEWAY,
        IDLE_LIMIT,
        /** The exporter's own machine or settings. */
        OWN,
        UNKNOWN;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The word for scripts. */
        public String label() {
            return label;
        }
    }
}
