package dev.websocketexporter.probe.value;

import java.util.HexFormat;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Text from outside (of a peer, a client, a file) as it stands in a log line or a message: on one line, and cut where it
 * is long. What could end a line, move a cursor or turn the direction of writing becomes an escape such as
 * {@code \n} or {@code \x9b}. An ellipsis says that text was cut off; no character and no escape is cut in two.
 */
public final class Printable {
    /** So much of a word of a configuration file is enough to find it there. */
    private static final int MAX_QUOTED = 60;

    /** So much of a word of a request is enough to know it again. */
    private static final int MAX_MASKED = 64;

    /** So much of a sentence or a name that a peer chose is enough to know it again. */
    private static final int MAX_EXCERPT = 120;

    private static final String ELLIPSIS = "…";

    private Printable() {}

    /** The text on one line: at most so many chars of it, escapes counted as they are written, and the ellipsis. */
    public static String oneLine(String text, int maxChars) {
        return oneLine(text, maxChars, Printable::escape);
    }

    /** A name or a sentence that a peer chose on one line, cut where it is long. */
    public static String excerpt(String text) {
        return oneLine(text, MAX_EXCERPT);
    }

    /** What an exception says on one line, cut where it is long, or its kind when it says nothing. */
    public static String excerpt(Throwable problem) {
        String message = problem.getMessage();
        return excerpt(message == null ? problem.getClass().getSimpleName() : message);
    }

    /** All of a message about a YAML file on one line; the escapes are those of the file. */
    public static String ofYaml(String message) {
        return oneLine(
                message, Integer.MAX_VALUE, c -> String.format(Locale.ROOT, c < 0x10000 ? "\\u%04X" : "\\U%08X", c));
    }

    /** The beginning of a word of a YAML file in double quotes, for a message that {@link #ofYaml} brings on one line. */
    public static String quoted(String word) {
        return '"' + beginning(word, MAX_QUOTED) + '"';
    }

    /** A word of a request for the client that sent it: on one line, with question marks, cut where it is long. */
    public static String masked(String word) {
        return masked(word, MAX_MASKED);
    }

    /** The same, with at most so many chars. */
    public static String masked(String text, int maxChars) {
        return oneLine(text, maxChars, c -> "?");
    }

    private static String oneLine(String text, int maxChars, IntFunction<String> escape) {
        // Nearly every text is printable and short: it need not be copied.
        if (text.length() <= maxChars && isPrintable(text)) {
            return text;
        }
        StringBuilder line = new StringBuilder(Math.min(text.length(), maxChars) + ELLIPSIS.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            String piece = isPrintable(c) ? Character.toString(c) : escape.apply(c);
            if (piece.length() > maxChars - line.length()) {
                return line.append(ELLIPSIS).toString();
            }
            line.append(piece);
            i += Character.charCount(c);
        }
        return line.toString();
    }

    /** Without a stream: this is asked for each line of each probe's log. */
    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (!isPrintable(c)) {
                return false;
            }
            i += Character.charCount(c);
        }
        return true;
    }

    private static boolean isPrintable(int c) {
        if (c >= ' ' && c < 0x7f) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String escape(int c) {
        return switch (c) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            default ->
                // With as many digits as the letter says, or a digit that follows would belong to the escape.
                String.format(Locale.ROOT, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
        };
    }

    /**
     * The text in double quotes, with everything but printable ASCII as escapes, each char for itself, so that it shows
     * what was on the wire. Values in the query of a URL are hidden: a peer may just repeat the exporter's request.
     */
    public static String quotedAscii(String text) {
        String shown = QueryValues.hideInText(text);
        StringBuilder quoted = new StringBuilder(shown.length() + 2).append('"');
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7f) {
                quoted.append(c);
            } else {
                quoted.append(escape(c));
            }
        }
        return quoted.append('"').toString();
    }

    /** At most so many chars of the text and the ellipsis, without escapes. */
    public static String beginning(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
        return text.substring(0, end) + ELLIPSIS;
    }

    /** At most so many of the bytes in hex, and the ellipsis. */
    public static String hex(Bytes bytes, int maxBytes) {
        String hex = HexFormat.of().formatHex(bytes.toArray(), 0, Math.min(bytes.length(), maxBytes));
        return bytes.length() <= maxBytes ? hex : hex + ELLIPSIS;
    }
}
