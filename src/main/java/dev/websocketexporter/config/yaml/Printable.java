package dev.websocketexporter.config.yaml;

import java.util.Locale;
import java.util.regex.Pattern;

/** Text of the configuration file in a form that fits into a message: short, and on one line. */
public final class Printable {
    private static final int MAX_LENGTH = 60;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]");
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]+|<<");

    private Printable() {}

    /** The text in quotes, cut after 60 characters. */
    public static String quoted(String text) {
        int cut = text.offsetByCodePoints(0, Math.min(MAX_LENGTH, text.codePointCount(0, text.length())));
        return '"' + text.substring(0, cut) + (cut < text.length() ? "…" : "") + '"';
    }

    /** Control characters and line breaks become their escapes. */
    public static String oneLine(String text) {
        return CONTROL.matcher(text)
                .replaceAll(match -> "\\\\u" + hex(match.group().charAt(0)));
    }

    /** The path of a key below another; a key that could be mistaken for two is quoted. */
    public static String child(String path, String key) {
        String name = PLAIN_KEY.matcher(key).matches() ? key : quoted(key);
        return path.isEmpty() ? name : path + "." + name;
    }

    /** The path of an entry of a list, counted from 0. */
    static String item(String path, int index) {
        return path + "[" + index + "]";
    }

    static String codePoint(int c) {
        return "U+" + hex(c);
    }

    private static String hex(int c) {
        return String.format(Locale.ROOT, "%04X", c);
    }
}
