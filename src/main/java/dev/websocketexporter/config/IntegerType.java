package dev.websocketexporter.config;

import dev.websocketexporter.probe.value.Printable;
import java.util.Map;
import java.util.regex.Pattern;

/** A whole number in a range. */
final class IntegerType extends ScalarType<Integer> {
    /** As many digits as no range here has. */
    private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9][0-9]{0,8})");

    private final int least;
    private final int most;

    private IntegerType(int least, int most) {
        super("a whole number from " + least + " to " + most);
        this.least = least;
        this.most = most;
    }

    /** Both may be reached. */
    static IntegerType from(int least, int most) {
        return new IntegerType(least, most);
    }

    @Override
    Integer parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
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
