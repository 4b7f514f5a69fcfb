package dev.websocketexporter.config.types;

import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A single value. */
public abstract class ScalarType<T> implements ValueType<T> {
    private final String expected;
    private final EmptyText emptyText;

    /** What an empty text is. */
    protected enum EmptyText {
        /** As no key at all, as it is for blackbox_exporter's texts. */
        ABSENT,
        /** A value like another, or a mistake. */
        VALUE
    }

    /** A type for which an empty text is a value like another, or a mistake. */
    protected ScalarType(String expected) {
        this(expected, EmptyText.VALUE);
    }

    protected ScalarType(String expected, EmptyText emptyText) {
        this.expected = expected;
        this.emptyText = emptyText;
    }

    /**
     * The value.
     *
     * @param scalar never without a value
     */
    protected abstract T parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException;

    @Override
    public final String expected() {
        return expected;
    }

    @Override
    public boolean isAbsent(YamlValue value) {
        return value.isNone() || (emptyText == EmptyText.ABSENT && value.isEmptyText());
    }

    @Override
    public final @Nullable T read(YamlValue value, ReadContext context) {
        if (!(value instanceof YamlValue.Scalar scalar)) {
            context.mistake(value.position(), value.found() + " (expected: " + expected + ")");
            return null;
        }
        if (scalar.isNone()) {
            context.mistake(value.position(), "has no value (expected: " + expected + "; or leave the key out)");
            return null;
        }
        try {
            return parse(scalar, context);
        } catch (BadValueException e) {
            context.mistake(value.position(), e.problem() + " (" + e.hintOr("expected: " + expected) + ")");
            return null;
        }
    }

    /** YAML takes some texts for a number or a boolean; only the characters in the file count here. */
    @Override
    public Map<String, Object> schema() {
        return Map.of("type", List.of("string", "number", "boolean"));
    }

    @Override
    public Object toYaml(T value) {
        return value.toString();
    }
}
