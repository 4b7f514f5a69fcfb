package dev.websocketexporter.config;

import java.util.regex.Pattern;

/** What may stand in a header field (RFC 9110 §5). */
final class FieldText {
    /** RFC 9110 §5.6.2; RFC 6455 §4.1 asks the same of subprotocols. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private FieldText() {}

    static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    /**
     * The value without surrounding white space, which is not part of it (RFC 9110 §5.5). Only ASCII: what else a
     * server would make of it is anybody's guess. Messages show nothing of it: it may be secret.
     */
    static String value(String text) throws BadValueException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                throw BadValueException.withHint("holds a line break", "expected: one line; in YAML \">-\", not \"|\"");
            }
            if ((c < ' ' && c != '\t') || c > '~') {
                throw BadValueException.withHint("holds a character outside printable ASCII", "expected: without it");
            }
        }
        return text.strip();
    }
}
