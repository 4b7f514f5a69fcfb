package dev.websocketexporter.engine.run;

import java.util.Map;

/**
 * Reads one character of a text in each way in which a peer, or the exporter for its log, may have escaped it: percent
 * encoding once or several times, JSON, this log's own escapes, HTML.
 */
final class Escapes {
    private static final Map<Character, Character> LETTERS =
            Map.of('n', '\n', 't', '\t', 'r', '\r', 'b', '\b', 'f', '\f', '"', '"', '\'', '\'', '/', '/');
    private static final Map<String, Integer> ENTITIES =
            Map.of("amp;", (int) '&', "lt;", (int) '<', "gt;", (int) '>', "quot;", (int) '"', "apos;", (int) '\'');
    private static final int LONGEST_NUMBER = 8;

    private Escapes() {}

    /** What an escape stands for. */
    @FunctionalInterface
    interface Reading {
        /**
         * One way to read it; there may be others.
         *
         * @param value the character, or a byte of UTF-8 if it is above 0x7f and {@code isByte}
         * @param end where the escape ends
         * @return whether that was what was looked for
         */
        boolean accept(int value, boolean isByte, int end);
    }

    /** Whether an escape may begin with this character. */
    static boolean mayBegin(char c) {
        return c == '%' || c == '\\' || c == '&' || c == '+';
    }

    /** Offers each reading of the escape that begins there, until one is accepted; whether one was. */
    static boolean read(String text, int at, Reading reading) {
        return switch (text.charAt(at)) {
            case '+' -> reading.accept(' ', false, at + 1);
            case '%' -> percent(text, at + 1, reading);
            case '\\' -> backslash(text, at, reading);
            case '&' -> entity(text, at + 1, reading);
            default -> false;
        };
    }

    /** {@code %41}, {@code %2541}, and so on. */
    private static boolean percent(String text, int at, Reading reading) {
        for (int digits = at; ; digits += 2) {
            int value = hex(text, digits, 2);
            if (value < 0) {
                return false;
            }
            if (reading.accept(value, true, digits + 2)) {
                return true;
            }
            if (value != '%') {
                return false;
            }
        }
    }

    /** Each layer of quotes doubles the backslashes. */
    private static boolean backslash(String text, int from, Reading reading) {
        int at = from;
        while (at < text.length() && text.charAt(at) == '\\') {
            at++;
        }
        if (at == text.length()) {
            return false;
        }
        char kind = text.charAt(at);
        int digits = switch (kind) {
            case 'x' -> 2;
            case 'u' -> 4;
            case 'U' -> LONGEST_NUMBER;
            default -> 0;
        };
        int value = digits == 0 ? -1 : hex(text, at + 1, digits);
        if (value >= 0) {
            return reading.accept(value, kind == 'x', at + 1 + digits);
        }
        Character letter = LETTERS.get(kind);
        return letter != null && reading.accept(letter, false, at + 1);
    }

    private static boolean entity(String text, int at, Reading reading) {
        for (Map.Entry<String, Integer> entity : ENTITIES.entrySet()) {
            if (text.startsWith(entity.getKey(), at)) {
                return reading.accept(
                        entity.getValue(), false, at + entity.getKey().length());
            }
        }
        // No further than a number is long: a text may have many of these, and no semicolon.
        int end = at;
        while (end < text.length() && end <= at + LONGEST_NUMBER + 1 && text.charAt(end) != ';') {
            end++;
        }
        if (end < at + 2 || end == text.length() || end > at + LONGEST_NUMBER + 1 || text.charAt(at) != '#') {
            return false;
        }
        boolean inHex = text.charAt(at + 1) == 'x' || text.charAt(at + 1) == 'X';
        int value = number(text, inHex ? at + 2 : at + 1, end, inHex ? 16 : 10);
        return value >= 0 && reading.accept(value, false, end + 1);
    }

    /** That many hex digits of either case; -1 when they are not there. */
    static int hex(String text, int at, int digits) {
        return at + digits > text.length() ? -1 : number(text, at, at + digits, 16);
    }

    private static int number(String text, int from, int to, int radix) {
        int value = from < to ? 0 : -1;
        for (int i = from; i < to && value >= 0; i++) {
            int digit = Character.digit(text.charAt(i), radix);
            value = digit < 0 || value > Character.MAX_CODE_POINT ? -1 : value * radix + digit;
        }
        return value;
    }
}
