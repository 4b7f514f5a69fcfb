package dev.websocketexporter.render.terminal;

import java.time.Duration;

/** Figures as people read them. Without {@link String#format}, whose first call takes a cold Java 0.03 s. */
public final class Figures {
    private static final long TEN_SECONDS = 10_000_000_000L;
    private static final long TEN_MILLISECONDS = 10_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLISECOND = 1_000_000L;

    private Figures() {}

    /** {@code 0.21 ms}, {@code 52.7 ms}, {@code 12.3 s}. */
    public static String time(Duration duration) {
        long nanos = duration.toNanos();
        return nanos >= TEN_SECONDS ? decimal(nanos, SECOND, 1) + " s" : milliseconds(duration) + " ms";
    }

    /** Two decimals below ten, else one. */
    static String milliseconds(Duration duration) {
        long nanos = duration.toNanos();
        return decimal(nanos, MILLISECOND, nanos < TEN_MILLISECONDS ? 2 : 1);
    }

    /** A limit such as somebody has set: {@code 500 ms}, {@code 10 s}, {@code 1.5 s}. */
    public static String limit(Duration duration) {
        long nanos = duration.toNanos();
        long unit = nanos >= SECOND ? SECOND : MILLISECOND;
        String number = nanos % unit == 0 ? String.valueOf(nanos / unit) : decimal(nanos, unit, 1);
        return number + (unit == SECOND ? " s" : " ms");
    }

    /** {@code 1 probe}, {@code 2 probes}. */
    public static String count(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }

    /** Rounded half up. */
    private static String decimal(long nanos, long unit, int decimals) {
        long scale = decimals == 2 ? 100 : 10;
        long step = unit / scale;
        long rounded = (nanos + step / 2) / step;
        String fraction = String.valueOf(rounded % scale);
        return rounded / scale + "." + "0".repeat(decimals - fraction.length()) + fraction;
    }

    /** The text with spaces before it, so that columns of figures end together. */
    public static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    /** The text with spaces after it, at least one. */
    public static String left(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
