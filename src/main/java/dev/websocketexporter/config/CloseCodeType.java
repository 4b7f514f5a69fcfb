package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.CloseCode;
import dev.websocketexporter.probe.value.Printable;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A close code that an endpoint may send: one that IANA has, or one for libraries and applications (RFC 6455 §7.4). */
final class CloseCodeType extends ScalarType<Integer> {
    static final CloseCodeType INSTANCE = new CloseCodeType();

    private static final Pattern FOUR_DIGITS = Pattern.compile("[1-9][0-9]{3}");

    private CloseCodeType() {
        super("a close code that may be sent: 1000 to 1003, 1007 to 1014, or 3000 to 4999");
    }

    @Override
    Integer parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
        if (!FOUR_DIGITS.matcher(scalar.text()).matches()) {
            throw new BadValueException(Printable.quoted(scalar.text()) + " is no close code");
        }
        int code = Integer.parseInt(scalar.text());
        if (!CloseCode.mayBeSent(code)) {
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
        return Map.of(
                "type",
                "integer",
                "anyOf",
                List.of(
                        Map.of("minimum", 1000, "maximum", 1003),
                        Map.of("minimum", 1007, "maximum", 1014),
                        Map.of("minimum", 3000, "maximum", 4999)));
    }
}
