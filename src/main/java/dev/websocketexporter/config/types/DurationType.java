package dev.websocketexporter.config.types;

import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.value.Printable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as Go writes it: {@code 500ms}, {@code 1.5s}, {@code 1m30s}. */
public final class DurationType extends ScalarType<Duration> {
    /** More than nothing, and with its unit. */
    public static final DurationType POSITIVE =
            new DurationType("a duration > 0 with its unit, such as 5s, 500ms or 1m30s", Zero.MISTAKE, Duration.ZERO);
    /** Nothing or more, and with its unit. */
    public static final DurationType ANY =
            new DurationType("a duration with its unit, such as 5s, 500ms or 0s", Zero.ALLOWED, Duration.ZERO);

    private enum Zero {
        ALLOWED,
        MISTAKE
    }

    private static final long SECOND = 1_000_000_000L;
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");
    /** The form of nearly all. A long holds its nanoseconds. */
    private static final Pattern PLAIN = Pattern.compile("([0-9]{1,6})(ms|s|m|h)");

    private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + ")+");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:\\.[0-9]+)?");
    /** More digits than any duration needs. Without a limit, a long line of digits would take minutes to read. */
    private static final int MAX_LENGTH = 64;

    private final Zero zero;
    private final Duration least;

    private DurationType(String expected, Zero zero, Duration least) {
        super(expected);
        this.zero = zero;
        this.least = least;
    }

    /** At least so long, in whole milliseconds, and with its unit. */
    public static DurationType atLeast(Duration least) {
        return new DurationType(
                "a duration of at least " + plain(least) + ", such as 30s or 1m30s", Zero.MISTAKE, least);
    }

    /** Nothing, or at least so long, in whole milliseconds, and with its unit. */
    public static DurationType noneOrAtLeast(Duration least) {
        return new DurationType(
                "0s, or a duration of at least " + plain(least) + ", such as 30s or 1m30s", Zero.ALLOWED, least);
    }

    /** Without BigDecimal, as all that is loaded at a start. */
    private static String plain(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    @Override
    protected Duration parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
        return parse(scalar.text());
    }

    /**
     * The duration of a text that stands elsewhere than in a file.
     *
     * @throws BadValueException when it is none, or none of this type
     */
    public Duration parse(String text) throws BadValueException {
        if (text.length() <= MAX_LENGTH && NUMBER.matcher(text).matches()) {
            if (zero == Zero.MISTAKE && new BigDecimal(text).signum() == 0) {
                throw isNoTime(text);
            }
            throw BadValueException.withHint(
                    Printable.quoted(text) + " has no unit", "did you mean " + Printable.quoted(text + "s") + "?");
        }
        if (text.length() > MAX_LENGTH || !WHOLE.matcher(text).matches()) {
            throw new BadValueException(Printable.quoted(text) + " is no duration");
        }
        Matcher plain = PLAIN.matcher(text);
        // Without BigDecimal, which Java 25 takes some 0.02 s to load: the embedded configuration does not need it.
        Duration duration = plain.matches()
                ? Duration.ofNanos(Long.parseLong(plain.group(1)) * nanosOf(plain.group(2)))
                : sum(text);
        if (duration.isZero() && zero == Zero.MISTAKE) {
            throw isNoTime(text);
        }
        if (!duration.isZero() && duration.compareTo(least) < 0) {
            throw new BadValueException(Printable.quoted(text) + " is shorter than " + plain(least));
        }
        return duration;
    }

    private static BadValueException isNoTime(String text) {
        return new BadValueException(Printable.quoted(text) + " is no time at all");
    }

    private static Duration sum(String text) throws BadValueException {
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanosOf(part.group(2)))));
        }
        if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new BadValueException(Printable.quoted(text) + " is longer than 292 years");
        }
        return Duration.ofNanos(nanos.longValue());
    }

    private static long nanosOf(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "µs", "μs" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> SECOND;
            case "m" -> 60 * SECOND;
            case "h" -> 3_600 * SECOND;
            default -> throw new IllegalStateException("unit: " + unit + " (expected: one that was matched)");
        };
    }

    @Override
    public Object toYaml(Duration value) {
        return shown(value);
    }

    /** As Go writes it, except that a time shorter than a second is always a whole number. */
    public static String shown(Duration value) {
        if (value.isZero()) {
            return "0s";
        }
        if (value.toSeconds() == 0) {
            long nanos = value.toNanos();
            return nanos % 1_000_000 == 0
                    ? nanos / 1_000_000 + "ms"
                    : nanos % 1_000 == 0 ? nanos / 1_000 + "us" : nanos + "ns";
        }
        String seconds = BigDecimal.valueOf(value.toSecondsPart())
                .add(BigDecimal.valueOf(value.toNanosPart(), 9))
                .stripTrailingZeros()
                .toPlainString();
        return (value.toHours() == 0 ? "" : value.toHours() + "h")
                + (value.toMinutesPart() == 0 ? "" : value.toMinutesPart() + "m")
                + (seconds.equals("0") ? "" : seconds + "s");
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", "string", "pattern", "^" + WHOLE.pattern() + "$", "maxLength", MAX_LENGTH);
    }
}
