package dev.websocketexporter.render;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * One line of {@code key=value} pairs, as Prometheus and its exporters log. A value is quoted if necessary, so that a line
 * stays one line whatever a server has sent.
 */
public final class Logfmt {
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final StringBuilder line = new StringBuilder();

    /** Appends a pair; each character that a key cannot contain is replaced by an underscore. */
    public Logfmt pair(String key, String value) {
        if (line.length() > 0) {
            line.append(' ');
        }
        appendKey(key);
        line.append('=');
        appendValue(value);
        return this;
    }

    private void appendKey(String key) {
        if (key.isEmpty()) {
            line.append('_');
        }
        key.chars().forEach(c -> line.append(mustBeQuoted(c) ? '_' : (char) c));
    }

    private void appendValue(String value) {
        if (value.isEmpty() || value.chars().anyMatch(Logfmt::mustBeQuoted)) {
            line.append('"');
            value.chars().forEach(c -> appendEscaped((char) c));
            line.append('"');
        } else {
            line.append(value);
        }
    }

    private static boolean mustBeQuoted(int c) {
        return c <= ' ' || c == '=' || c == '"' || c == '\\' || isUnprintable(c);
    }

    /** Control characters, and the separators that some viewers show as the end of a line. */
    private static boolean isUnprintable(int c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }

    private void appendEscaped(char c) {
        switch (c) {
            case '"', '\\' -> line.append('\\').append(c);
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                if (isUnprintable(c)) {
                    line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                } else {
                    line.append(c);
                }
            }
        }
    }

    /** The line, without an end of line. */
    @Override
    public String toString() {
        return line.toString();
    }

    /** A time of a log line, to the millisecond: UTC, ISO 8601, of a fixed width so that lines sort. */
    public static String millis(Instant at) {
        return MILLIS.format(at);
    }

    /** The same to the microsecond: the phases of a probe in a data centre are shorter than a millisecond. */
    public static String micros(Instant at) {
        return MICROS.format(at);
    }
}
