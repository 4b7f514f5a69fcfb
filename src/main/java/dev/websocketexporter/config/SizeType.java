package dev.websocketexporter.config;

import dev.websocketexporter.probe.value.Printable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A number of bytes with its unit: {@code 64KiB}, {@code 1.5MB}. */
final class SizeType extends ScalarType<Integer> {
    /** What may be held of one message in memory, at most: 64 MiB. */
    private static final int MOST_BYTES = 64 << 20;

    static final SizeType OF_A_MESSAGE =
            new SizeType("a size from 1B to 64MiB in B, KB, KiB, MB or MiB, such as 64KiB");

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

    private SizeType(String expected) {
        super(expected);
    }

    @Override
    Integer parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
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
