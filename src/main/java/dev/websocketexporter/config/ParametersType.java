package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.Value;
import dev.websocketexporter.probe.value.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parameters of a token request: {@code NAME: VALUE}, in order; the values are secrets. */
final class ParametersType implements ValueType<Map<String, Secret>> {
    static final ParametersType INSTANCE = new ParametersType();

    private static final TextType VALUE = TextType.secret("a text", text -> text);

    private ParametersType() {}

    @Override
    public String expected() {
        return "a mapping of NAME: VALUE";
    }

    @Override
    public @Nullable Map<String, Secret> read(YamlValue value, ReadContext site) {
        if (!(value instanceof YamlValue.Mapping mapping)) {
            String problem = value.found();
            site.mistake(value.position(), problem + " (expected: " + expected() + ")");
            return null;
        }
        Map<String, Secret> parameters = new LinkedHashMap<>();
        for (YamlValue.Entry entry : mapping.entries()) {
            ReadContext parameter = site.child(entry.key());
            if (entry.key().isEmpty()) {
                parameter.mistake(entry.position(), "is no name (expected: the name of a parameter)");
            }
            if (VALUE.read(entry.value(), parameter) instanceof Value.Hidden hidden) {
                parameters.put(entry.key(), hidden.secret());
            }
        }
        return parameters;
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", "object", "additionalProperties", VALUE.schema());
    }

    @Override
    public Object toYaml(Map<String, Secret> value) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        value.keySet().forEach(name -> parameters.put(name, Secret.HIDDEN));
        return parameters;
    }
}
