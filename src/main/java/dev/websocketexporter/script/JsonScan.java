package dev.websocketexporter.script;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.websocketexporter.probe.value.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * One way through a JSON text (RFC 8259) that finds the values at some places and makes nothing of the rest: for feeds of a
 * hundred thousand messages a second, for which a parser that makes tokens is too slow. It takes what {@link JsonText} takes,
 * and of equal names in an object the last one counts, too.
 */
final class JsonScan {
    /** As the parser that makes trees has it. */
    private static final int DEEPEST = 1_000;

    private static final int MOST = 4;

    private final Bytes text;
    private final @Nullable String[] values = new String[MOST];
    private int at;
    private int strings;

    private JsonScan(Bytes text) {
        this.text = text;
    }

    /** The values of a text at these places; null: it is no JSON. */
    static @Nullable JsonScan of(Bytes text, JsonPlaces places) {
        JsonScan scan = new JsonScan(text);
        return scan.value(places, 0) && scan.isAtEnd() ? scan : null;
    }

    /**
     * The string at the place with that number, or the number, {@code true} or {@code false} as it is written; null: there is
     * no such value.
     */
    @Nullable
    String value(int number) {
        return values[number];
    }

    /** Whether it is a string. */
    boolean isString(int number) {
        return (strings & 1 << number) != 0;
    }

    private boolean isAtEnd() {
        skipSpace();
        return at == text.length();
    }

    private boolean value(@Nullable JsonPlaces place, int depth) {
        skipSpace();
        if (place != null && place.inside() != 0) {
            forget(place.inside());
        }
        int here = place == null ? 0 : place.here();
        return switch (peek()) {
            case '{' -> depth < DEEPEST && object(place, depth + 1);
            case '[' -> depth < DEEPEST && array(place, depth + 1);
            case '"' -> string(here);
            case 't' -> literal("true", here);
            case 'f' -> literal("false", here);
            case 'n' -> literal("null", 0);
            default -> number(here);
        };
    }

    private void forget(int numbers) {
        for (int i = 0; i < MOST; i++) {
            if ((numbers & 1 << i) != 0) {
                values[i] = null;
            }
        }
    }

    private void note(int numbers, String value, boolean isString) {
        for (int i = 0; i < MOST; i++) {
            if ((numbers & 1 << i) != 0) {
                values[i] = value;
            }
        }
        strings = isString ? strings | numbers : strings & ~numbers;
    }

    private boolean object(@Nullable JsonPlaces place, int depth) {
        at++;
        skipSpace();
        if (peek() == '}') {
            at++;
            return true;
        }
        while (true) {
            skipSpace();
            int from = at + 1;
            int escapes = skipString();
            if (escapes < 0) {
                return false;
            }
            int to = at - 1;
            skipSpace();
            if (peek() != ':') {
                return false;
            }
            at++;
            JsonPlaces member = place == null
                    ? null
                    : escapes == 0 ? place.named(text, from, to) : place.named(unescaped(from, to));
            if (!value(member, depth)) {
                return false;
            }
            skipSpace();
            int next = peek();
            at++;
            if (next != ',') {
                return next == '}';
            }
        }
    }

    private boolean array(@Nullable JsonPlaces place, int depth) {
        at++;
        skipSpace();
        if (peek() == ']') {
            at++;
            return true;
        }
        for (int number = 0; value(place == null ? null : place.element(number), depth); number++) {
            skipSpace();
            int next = peek();
            at++;
            if (next != ',') {
                return next == ']';
            }
        }
        return false;
    }

    private boolean string(int here) {
        int from = at + 1;
        int escapes = skipString();
        if (escapes >= 0 && here != 0) {
            note(here, escapes == 0 ? text.text(from, at - 1) : unescaped(from, at - 1), true);
        }
        return escapes >= 0;
    }

    /** How many escapes there are in the string that begins here; −1: it is none. */
    private int skipString() {
        if (peek() != '"') {
            return -1;
        }
        int end = text.length();
        int escapes = 0;
        for (int i = at + 1; i < end; i++) {
            int c = text.at(i);
            if (c == '"') {
                at = i + 1;
                return escapes;
            }
            if (c == '\\') {
                int length = escape(i + 1);
                if (length == 0) {
                    return -1;
                }
                i += length;
                escapes++;
            } else if (c >= 0 && c < ' ') {
                return -1;
            }
        }
        return -1;
    }

    /** How long what follows a backslash is; 0: nothing that may (RFC 8259 §7). */
    private int escape(int from) {
        if (from >= text.length()) {
            return 0;
        }
        int c = text.at(from);
        if (c != 'u') {
            return "\"\\/bfnrt".indexOf(c) >= 0 ? 1 : 0;
        }
        for (int i = from + 1; i <= from + 4; i++) {
            if (i >= text.length() || Character.digit(text.at(i), 16) < 0) {
                return 0;
            }
        }
        return 5;
    }

    /** Rare, so that the library may do it. */
    private String unescaped(int from, int to) {
        try {
            return JsonText.parse("\"" + text.text(from, to) + "\"").textValue();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a string that was looked through is none", e);
        }
    }

    private boolean literal(String word, int here) {
        for (int i = 0; i < word.length(); i++) {
            if (peek() != word.charAt(i)) {
                return false;
            }
            at++;
        }
        note(here, word, false);
        return true;
    }

    /** RFC 8259 §6. */
    private boolean number(int here) {
        int from = at;
        if (peek() == '-') {
            at++;
        }
        boolean right = peek() == '0' ? skipDigit() : skipDigits();
        if (right && peek() == '.') {
            at++;
            right = skipDigits();
        }
        if (right && (peek() == 'e' || peek() == 'E')) {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            right = skipDigits();
        }
        if (right && here != 0) {
            note(here, text.text(from, at), false);
        }
        return right;
    }

    private boolean skipDigit() {
        at++;
        return true;
    }

    private boolean skipDigits() {
        int from = at;
        int end = text.length();
        int i = from;
        while (i < end && text.at(i) >= '0' && text.at(i) <= '9') {
            i++;
        }
        at = i;
        return i > from;
    }

    private void skipSpace() {
        int end = text.length();
        int i = at;
        while (i < end && text.at(i) <= ' ' && isSpace(text.at(i))) {
            i++;
        }
        at = i;
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    /** −1 at the end, and for what is no ASCII. */
    private int peek() {
        return at < text.length() ? Math.max(-1, text.at(at)) : -1;
    }
}
