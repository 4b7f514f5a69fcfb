package dev.websocketexporter.config;

import dev.websocketexporter.probe.value.Printable;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** On or off, in the words of YAML 1.1, which blackbox_exporter takes too. */
final class BooleanType extends ScalarType<Boolean> {
    static final BooleanType INSTANCE = new BooleanType();

    private static final Set<String> TRUE = Set.of("true", "yes", "on");

    private BooleanType() {
        super("true or false");
    }

    @Override
    Boolean parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
        if (scalar.type() != YamlValue.Scalar.Type.BOOLEAN) {
            throw new BadValueException(Printable.quoted(scalar.text()) + " is neither true nor false");
        }
        return TRUE.contains(scalar.text().toLowerCase(Locale.ROOT));
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
