package dev.websocketexporter.config;

import dev.websocketexporter.probe.value.Printable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A status code of HTTP that can be the answer to an upgrade request. */
final class StatusCodeType extends ScalarType<Integer> {
    static final StatusCodeType INSTANCE = new StatusCodeType();

    private static final Pattern THREE_DIGITS = Pattern.compile("[1-9][0-9]{2}");
    /** RFC 9110 §15.2.1, RFC 2518 §10.1, RFC 8297: they come before the answer, and the probe waits on. */
    private static final Set<Integer> NEVER_THE_ANSWER = Set.of(100, 102, 103);

    private StatusCodeType() {
        super("a status code from 101 to 999, such as 101 or 401");
    }

    @Override
    Integer parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
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
