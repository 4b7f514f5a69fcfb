package dev.websocketexporter.server.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Durations, ages and times as the pages show them; {@code dom.js} shows the same. */
final class Words {
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final long NANOS_PER_MS = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private Words() {}

    /** Three digits are enough: {@code 1.30 ms}, {@code 12.0 ms}, {@code 5.00 s}. */
    static String duration(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos < 10 * NANOS_PER_MS) {
            return hundredths(nanos, NANOS_PER_MS) + " ms";
        }
        if (nanos < NANOS_PER_SECOND) {
            long tenths = Math.round(10.0 * nanos / NANOS_PER_MS);
            return tenths / 10 + "." + tenths % 10 + " ms";
        }
        return hundredths(nanos, NANOS_PER_SECOND) + " s";
    }

    private static String hundredths(long nanos, long unit) {
        long hundredths = Math.round(100.0 * nanos / unit);
        return hundredths / 100 + "." + hundredths % 100 / 10 + hundredths % 10;
    }

    /** In one unit that one can read: {@code 119 s}, {@code 2 min}, {@code 3 h}, {@code 12 d}. */
    static String age(Duration age) {
        if (age.toSeconds() < 120) {
            return Math.max(0, age.toSeconds()) + " s";
        }
        if (age.toMinutes() < 120) {
            return age.toMinutes() + " min";
        }
        return age.toHours() < 48 ? age.toHours() + " h" : age.toDays() + " d";
    }

    static String utc(Instant time) {
        return UTC.format(time);
    }
}
