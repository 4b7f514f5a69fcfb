package dev.websocketexporter.script;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.websocketexporter.probe.value.Printable;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why a text is no JSON, in words for who reads a probe's failure: the parser has words for programmers. */
final class JsonFaults {
    private static final char NUL = '\0';
    private static final char RECORD_SEPARATOR = '\u001E';
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int MAX_WORD = 20;

    /** How the parser names what it did not expect. */
    private static final Pattern CHARACTER = Pattern.compile("\\(code ([0-9]{1,7})");

    private static final Pattern WORD = Pattern.compile("^(?:Unrecognized|Non-standard) token '([^']*)'");

    private JsonFaults() {}

    /** What is wrong with it: that it is no JSON, or more than is compared. */
    static String words(String text, JsonProcessingException e) {
        return e instanceof StreamConstraintsException
                ? "JSON that is not compared: " + limit(String.valueOf(e.getMessage()))
                : "no JSON: " + fault(text, e);
    }

    private static String limit(String message) {
        return message.contains("depth")
                ? "its depth of nesting is over 1,000"
                : message.contains("Token count")
                        ? "it has more values than the exporter has memory for"
                        : "the length of a number in it is over 1,000 digits";
    }

    private static String fault(String text, JsonProcessingException e) {
        String start = trimmed(text);
        if (start.isEmpty()) {
            return "there is nothing in it";
        }
        int end = JsonText.endOfFirst(text);
        if (end >= 0) {
            return following(trimmed(text.substring(end)));
        }
        String special = special(start.charAt(0));
        if (special != null) {
            return "it begins with " + special;
        }
        return e instanceof JsonEOFException ? "it ends too early" : unexpected(String.valueOf(e.getOriginalMessage()));
    }

    /** Newline-delimited JSON, or an end that a protocol of its own puts after each message. */
    private static String following(String rest) {
        String special = rest.isEmpty() ? null : special(rest.charAt(0));
        if (special != null) {
            return special + " follows the value";
        }
        return rest.startsWith("/") || rest.startsWith("#")
                ? "it has a comment, which JSON does not have"
                : "something follows the value, such as a second one (newline-delimited JSON is several texts)";
    }

    /** Without the white space of JSON in front: Java's has more in it. */
    private static String trimmed(String text) {
        int start = 0;
        while (start < text.length() && " \t\r\n".indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        return text.substring(start);
    }

    private static @Nullable String special(char c) {
        return switch (c) {
            case NUL -> "a NUL character";
            case RECORD_SEPARATOR -> "a record separator (U+001E)";
            case BYTE_ORDER_MARK -> "a byte order mark";
            default -> null;
        };
    }

    private static String unexpected(String message) {
        Matcher word = WORD.matcher(message);
        if (word.find()) {
            String what = word.group(1);
            return switch (what) {
                case "NaN", "Infinity", "-Infinity", "INF", "-INF", "+Infinity" -> what + " is no number of JSON";
                default -> Printable.quoted(Printable.beginning(what, MAX_WORD)) + " is no value of JSON";
            };
        }
        Matcher character = CHARACTER.matcher(message);
        if (!character.find()) {
            return "it breaks the grammar of JSON";
        }
        int code = Integer.parseInt(character.group(1));
        return switch (code) {
            case '/', '#' -> "it has a comment, which JSON does not have";
            case '\'' -> "it has a text in single quotes";
            default ->
                code < ' ' || code > '~'
                        ? String.format(Locale.ROOT, "the character U+%04X is not allowed there", code)
                        : "the character " + Printable.quoted(Character.toString(code)) + " is not allowed there";
        };
    }
}
