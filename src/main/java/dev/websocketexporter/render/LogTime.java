package dev.websocketexporter.render;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Points in time as they stand in logs: UTC, ISO 8601, of a fixed width so that lines sort. */
public final class LogTime {
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private LogTime() {}

    /** To the millisecond. */
    public static String millis(Instant at) {
        return MILLIS.format(at);
    }

    /** To the microsecond: the phases of a probe in a data centre are shorter than a millisecond. */
    public static String micros(Instant at) {
        return MICROS.format(at);
    }
}
