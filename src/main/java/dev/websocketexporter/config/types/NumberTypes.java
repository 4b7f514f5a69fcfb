package dev.websocketexporter.config.types;

import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.module.CloseCode;
import dev.websocketexporter.probe.value.Printable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Booleans and numbers, with and without units. */
public final class NumberTypes {
    /** On or off, in the words of YAML 1.1, as in blackbox_exporter. */
    public static final ValueType<Boolean> BOOLEAN = new BooleanType();
    /** A number of bytes, from 1 to 64 MiB. */
    public static final ValueType<Integer> SIZE_OF_A_MESSAGE = new SizeType();
    /** A close code that may be sent. */
    public static final ValueType<Integer> CLOSE_CODE =
            new CloseCodeType("a close code that may be sent: 1000 to 1003, 1007 to 1014, or 3000 to 4999", Set.of());
    /** A close code as an end is reported: one that may be sent, or one that stands for an end without a code. */
    public static final ValueType<Integer> END_CODE = new CloseCodeType(
            "a close code: 1000 to 1003, 1005 for none, 1006 for no Close, 1007 to 1014, or 3000 to 4999",
            Set.of(CloseCode.NO_STATUS, CloseCode.ABNORMAL));
    /** A status code of HTTP that can be the answer to an upgrade request. */
    public static final ValueType<Integer> STATUS_CODE = new StatusCodeType();

    private NumberTypes() {}

    /**
     * A whole number.
     *
     * @param least inclusive
     * @param most inclusive
     */
    public static ValueType<Integer> integer(int least, int most) {
        return new IntegerType(least, most);
    }

    /** On or off, in the words of YAML 1.1, which blackbox_exporter takes too. */
    private static final class BooleanType extends ScalarType<Boolean> {
        private static final Set<String> TRUE = Set.of("true", "yes", "on");
        /** Go's parser takes these for booleans, even in quotes. */
        private static final Set<String> WORDS = Set.of(
                "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO", "off", "Off", "OFF");

        private BooleanType() {
            super("true or false");
        }

        @Override
        protected Boolean parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            String text = scalar.text();
            if (scalar.type() != YamlValue.Scalar.Type.BOOLEAN && !WORDS.contains(text)) {
                throw new BadValueException(Printable.quoted(text) + " is neither true nor false");
            }
            return TRUE.contains(text.toLowerCase(Locale.ROOT)) || text.equalsIgnoreCase("y");
        }

        @Override
        public Object toYaml(Boolean value) {
            return value;
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of("type", "boolean");
        }
    }

    /** A whole number in a range. */
    private static final class IntegerType extends ScalarType<Integer> {
        /** As many digits as no range here has. */
        private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9][0-9]{0,8})");

        private final int least;
        private final int most;

        private IntegerType(int least, int most) {
            super("a whole number from " + least + " to " + most);
            this.least = least;
            this.most = most;
        }

        @Override
        protected Integer parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            if (!WHOLE.matcher(scalar.text()).matches()) {
                throw new BadValueException(Printable.quoted(scalar.text()) + " is no such number");
            }
            int number = Integer.parseInt(scalar.text());
            if (number < least || number > most) {
                throw new BadValueException(number + " is out of range");
            }
            return number;
        }

        @Override
        public Object toYaml(Integer value) {
            return value;
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of("type", "integer", "minimum", least, "maximum", most);
        }
    }

    /** A number of bytes with its unit: {@code 64KiB}, {@code 1.5MB}. */
    private static final class SizeType extends ScalarType<Integer> {
        /** How much of one message may be kept in memory. */
        private static final int MOST_BYTES = 64 << 20;

        /** The largest first. */
        private enum Unit {
            MiB(1 << 20),
            MB(1_000_000),
            KiB(1 << 10),
            KB(1_000),
            B(1);

            private final int bytes;

            Unit(int bytes) {
                this.bytes = bytes;
            }
        }

        private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(B|KB|KiB|MB|MiB)");
        private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,9})?");

        private SizeType() {
            super("a size from 1B to 64MiB in B, KB, KiB, MB or MiB, such as 64KiB");
        }

        @Override
        protected Integer parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            String text = scalar.text();
            Matcher size = SIZE.matcher(text);
            if (NUMBER.matcher(text).matches()) {
                throw BadValueException.withHint(
                        Printable.quoted(text) + " has no unit", "did you mean " + Printable.quoted(text + "B") + "?");
            }
            if (!size.matches()) {
                throw new BadValueException(Printable.quoted(text) + " is no size");
            }
            BigDecimal bytes =
                    new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(Unit.valueOf(size.group(2)).bytes));
            if (bytes.compareTo(BigDecimal.ONE) < 0 || bytes.compareTo(BigDecimal.valueOf(MOST_BYTES)) > 0) {
                throw new BadValueException(Printable.quoted(text) + " is out of range");
            }
            if (bytes.stripTrailingZeros().scale() > 0) {
                throw new BadValueException(Printable.quoted(text) + " is no whole number of bytes");
            }
            return bytes.intValue();
        }

        /** In the largest unit that leaves a whole number. */
        @Override
        public Object toYaml(Integer value) {
            return Stream.of(Unit.values())
                    .filter(unit -> value % unit.bytes == 0)
                    .findFirst()
                    .map(unit -> value / unit.bytes + unit.name())
                    .orElseThrow();
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of("type", "string", "pattern", "^" + SIZE.pattern() + "$", "examples", List.of("64KiB"));
        }
    }

    /**
     * A close code: one that IANA has, or one for libraries and applications (RFC 6455 §7.4); and others that stand for
     * something that is not on the wire.
     */
    private static final class CloseCodeType extends ScalarType<Integer> {
        private static final Pattern FOUR_DIGITS = Pattern.compile("[1-9][0-9]{3}");

        private final Set<Integer> others;

        private CloseCodeType(String expected, Set<Integer> others) {
            super(expected);
            this.others = others;
        }

        @Override
        protected Integer parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            if (!FOUR_DIGITS.matcher(scalar.text()).matches()) {
                throw new BadValueException(Printable.quoted(scalar.text()) + " is no close code");
            }
            int code = Integer.parseInt(scalar.text());
            if (!CloseCode.mayBeSent(code) && !others.contains(code)) {
                throw new BadValueException(code + " must not stand in a Close frame");
            }
            return code;
        }

        @Override
        public Object toYaml(Integer value) {
            return value;
        }

        @Override
        public Map<String, Object> schema() {
            Stream<Map<String, Object>> ranges = Stream.of(range(1000, 1003), range(1007, 1014), range(3000, 4999));
            Stream<Map<String, Object>> single = others.stream().sorted().map(code -> range(code, code));
            return Map.of(
                    "type", "integer", "anyOf", Stream.concat(ranges, single).toList());
        }

        private static Map<String, Object> range(int least, int most) {
            return Map.of("minimum", least, "maximum", most);
        }
    }

    /** A status code of HTTP that can be the answer to an upgrade request. */
    private static final class StatusCodeType extends ScalarType<Integer> {
        private static final Pattern THREE_DIGITS = Pattern.compile("[1-9][0-9]{2}");
        /** RFC 9110 §15.2.1, RFC 2518 §10.1, RFC 8297: they precede the answer, and the probe continues to wait. */
        private static final Set<Integer> NEVER_THE_ANSWER = Set.of(100, 102, 103);

        private StatusCodeType() {
            super("a status code from 101 to 999, such as 101 or 401");
        }

        @Override
        protected Integer parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            if (!THREE_DIGITS.matcher(scalar.text()).matches()) {
                throw new BadValueException(Printable.quoted(scalar.text()) + " is no status code");
            }
            int code = Integer.parseInt(scalar.text());
            if (NEVER_THE_ANSWER.contains(code)) {
                throw BadValueException.withHint(
                        code + " only announces an answer and is skipped, so that it can never be the answer",
                        "expected: another code");
            }
            return code;
        }

        @Override
        public Object toYaml(Integer value) {
            return value;
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of("type", "integer", "minimum", 101, "maximum", 999, "not", Map.of("enum", List.of(102, 103)));
        }
    }
}
