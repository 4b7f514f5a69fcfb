package dev.websocketexporter.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A single value. */
abstract class ScalarType<T> implements ValueType<T> {
    private final String expected;

    ScalarType(String expected) {
        this.expected = expected;
    }

    /** The value of a scalar that is there. */
    abstract T parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException;

    @Override
    public final String expected() {
        return expected;
    }

    @Override
    public final @Nullable T read(YamlValue value, ReadContext site) {
        if (!(value instanceof YamlValue.Scalar scalar)) {
            site.mistake(value.position(), value.found() + " (expected: " + expected + ")");
            return null;
        }
        if (scalar.type() == YamlValue.Scalar.Type.NONE) {
            site.mistake(value.position(), "has no value (expected: " + expected + "; or leave the key out)");
            return null;
        }
        try {
            return parse(scalar, site);
        } catch (BadValueException e) {
            site.mistake(value.position(), e.problem() + " (" + e.hintOr("expected: " + expected) + ")");
            return null;
        }
    }

    /** YAML takes many a text for a number or a boolean; the file's own words count. */
    @Override
    public Map<String, Object> schema() {
        return Map.of("type", List.of("string", "number", "boolean"));
    }

    @Override
    public Object toYaml(T value) {
        return value.toString();
    }
}
