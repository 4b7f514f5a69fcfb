package dev.websocketexporter.config;

import dev.websocketexporter.probe.value.Printable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value of YAML taken as one of JSON: a string, number, boolean, null, list or mapping. What YAML 1.1 reads in a way that
 * JSON does not know is a mistake, and never something else than was written.
 */
final class JsonLiteral {
    /** RFC 8259 §6. */
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9][0-9]{0,99})(?:\\.[0-9]{1,99})?(?:[eE][-+]?[0-9]{1,4})?");
    /** A whole number is written out up to here, so that it looks like one. */
    private static final int MOST_DIGITS = 30;

    private JsonLiteral() {}

    /** The value as {@link dev.websocketexporter.probe.JsonValue.EqualTo} has it. */
    static @Nullable Object of(YamlValue value, ReadContext site) throws BadValueException {
        if (value instanceof YamlValue.Sequence sequence) {
            List<@Nullable Object> list = new ArrayList<>();
            for (YamlValue item : sequence.items()) {
                list.add(of(item, site));
            }
            return Collections.unmodifiableList(list);
        }
        if (value instanceof YamlValue.Mapping mapping) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            for (YamlValue.Entry entry : mapping.entries()) {
                object.put(entry.key(), of(entry.value(), site));
            }
            return Collections.unmodifiableMap(object);
        }
        return scalar((YamlValue.Scalar) value);
    }

    private static @Nullable Object scalar(YamlValue.Scalar scalar) throws BadValueException {
        String text = scalar.text();
        return switch (scalar.type()) {
            case TEXT -> text;
            case NONE -> none(text);
            case NUMBER -> number(text);
            case BOOLEAN -> bool(text);
            case BINARY ->
                throw BadValueException.withHint("is binary, which JSON has not", "expected: a text, a number, …");
        };
    }

    /** What is left out is more often a forgotten space, as in {@code {/type:ack}}, than a null. */
    private static @Nullable Object none(String text) throws BadValueException {
        if (text.isEmpty()) {
            throw BadValueException.withHint("has no value", "expected: one behind a colon and a space, such as null");
        }
        return null;
    }

    private static BigDecimal number(String text) throws BadValueException {
        if (!NUMBER.matcher(text).matches()) {
            throw BadValueException.withHint(
                    Printable.quoted(text) + " is a number to YAML, but none to JSON",
                    "expected: one such as 10 or 1.5, or quotes around a text");
        }
        return new BigDecimal(text).stripTrailingZeros();
    }

    private static Boolean bool(String text) throws BadValueException {
        if (!text.equals("true") && !text.equals("false")) {
            throw BadValueException.withHint(
                    Printable.quoted(text) + " is a boolean to YAML, but none to JSON",
                    "expected: true or false, or quotes around a text");
        }
        return text.equals("true");
    }

    /** The same value for a YAML file. */
    static @Nullable Object toYaml(@Nullable Object value) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> items = new ArrayList<>();
            list.forEach(item -> items.add(toYaml(item)));
            return items;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            map.forEach((name, member) -> object.put(String.valueOf(name), toYaml(member)));
            return object;
        }
        return value instanceof BigDecimal number ? shortest(number) : value;
    }

    private static Number shortest(BigDecimal number) {
        boolean whole = number.scale() <= 0 && number.precision() - number.scale() <= MOST_DIGITS;
        return whole ? number.toBigIntegerExact() : number;
    }
}
