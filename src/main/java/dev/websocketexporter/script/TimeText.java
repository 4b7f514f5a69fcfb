package dev.websocketexporter.script;

import dev.websocketexporter.probe.watch.WatchSettings.Timestamp.Unit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;

/** Numbers and times as texts have them. */
final class TimeText {
    /** A text that is no number, or no time, or one beyond the years 1677 to 2262. */
    static final long NONE = Long.MIN_VALUE;

    /** RFC 3339 without a fraction and an offset, {@code 2026-01-31T23:59:59}. */
    private static final int SECONDS_LENGTH = 19;

    private static final int MOST_DIGITS = 100;

    private TimeText() {}

    /** A whole number; {@link #NONE} for anything else. */
    static long whole(String text) {
        int from = text.startsWith("-") ? 1 : 0;
        int length = text.length();
        if (length == from || length > MOST_DIGITS) {
            return NONE;
        }
        long negative = 0;
        for (int i = from; i < length; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            // Below zero there is one more.
            if (negative < (Long.MIN_VALUE + digit) / 10) {
                return NONE;
            }
            negative = negative * 10 - digit;
        }
        return from == 1 ? negative : negative == Long.MIN_VALUE ? NONE : -negative;
    }

    /** The same of a number of JSON, which may be whole although it has a point or an exponent. */
    static long wholeNumber(String number) {
        long plain = whole(number);
        if (plain != NONE || number.length() > MOST_DIGITS) {
            return plain;
        }
        try {
            return new BigDecimal(number).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            return NONE;
        }
    }

    /** Nanoseconds since 1970; {@link #NONE} if the text is no such time. */
    static long epochNanos(String text, Unit unit) {
        return unit == Unit.RFC3339 ? ofRfc3339(text) : scaled(text, nanosOf(unit));
    }

    private static long nanosOf(Unit unit) {
        return switch (unit) {
            case S -> TimeUnit.SECONDS.toNanos(1);
            case MS -> TimeUnit.MILLISECONDS.toNanos(1);
            case US -> TimeUnit.MICROSECONDS.toNanos(1);
            case NS, RFC3339 -> 1;
        };
    }

    private static long scaled(String text, long unit) {
        long plain = whole(text);
        if (plain != NONE) {
            return Math.abs(plain) <= Long.MAX_VALUE / unit ? plain * unit : NONE;
        }
        if (text.isEmpty() || text.length() > MOST_DIGITS) {
            return NONE;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            // An exponent of a million digits would be written out.
            return Math.abs((long) number.precision() - number.scale()) > MOST_DIGITS
                    ? NONE
                    : number.multiply(BigDecimal.valueOf(unit))
                            .setScale(0, RoundingMode.HALF_UP)
                            .longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            return NONE;
        }
    }

    /** RFC 3339 §5.6; a leap second is the second after it. */
    private static long ofRfc3339(String text) {
        if (text.length() <= SECONDS_LENGTH || !hasForm(text, "dddd-dd-ddTdd:dd:dd")) {
            return NONE;
        }
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, 19);
        int offsetAt = SECONDS_LENGTH;
        long nanos = 0;
        if (text.charAt(offsetAt) == '.') {
            long unit = TimeUnit.SECONDS.toNanos(1);
            do {
                offsetAt++;
                unit /= 10;
                nanos += unit * digit(text, offsetAt);
            } while (isDigit(text, offsetAt + 1));
            offsetAt++;
        }
        long offset = offsetSeconds(text, offsetAt);
        if (hour > 23 || minute > 59 || second > 60 || offset == NONE || nanos < 0) {
            return NONE;
        }
        try {
            long day = LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10))
                    .toEpochDay();
            long seconds = ((day * 24 + hour) * 60 + minute) * 60 + second - offset;
            return Math.addExact(Math.multiplyExact(seconds, TimeUnit.SECONDS.toNanos(1)), nanos);
        } catch (DateTimeException | ArithmeticException e) {
            return NONE;
        }
    }

    private static long offsetSeconds(String text, int at) {
        String offset = text.substring(Math.min(at, text.length()));
        if (offset.equals("Z") || offset.equals("z")) {
            return 0;
        }
        if (offset.length() != 6 || "+-".indexOf(offset.charAt(0)) < 0 || !hasForm(offset.substring(1), "dd:dd")) {
            return NONE;
        }
        int hours = digits(offset, 1, 3);
        int minutes = digits(offset, 4, 6);
        long seconds = TimeUnit.MINUTES.toSeconds(hours * 60L + minutes);
        return hours > 23 || minutes > 59 ? NONE : offset.charAt(0) == '-' ? -seconds : seconds;
    }

    /** A {@code d} stands for a digit, a {@code T} for one in either case or a space, anything else for itself. */
    private static boolean hasForm(String text, String form) {
        for (int i = 0; i < form.length(); i++) {
            char wanted = form.charAt(i);
            char c = text.charAt(i);
            boolean right = wanted == 'd' ? isDigit(text, i) : wanted == 'T' ? "Tt ".indexOf(c) >= 0 : c == wanted;
            if (!right) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /** So far below zero for what is none that no sum of it is a time. */
    private static long digit(String text, int at) {
        return isDigit(text, at) ? text.charAt(at) - '0' : Integer.MIN_VALUE;
    }

    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }
}
