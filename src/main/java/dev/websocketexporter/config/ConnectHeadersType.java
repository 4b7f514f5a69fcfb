package dev.websocketexporter.config;

import dev.websocketexporter.config.ListType.Rule;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Header fields of a CONNECT request, {@code NAME: [VALUE]}; the values are secrets. */
final class ConnectHeadersType implements ValueType<List<RequestHeader>> {
    static final ConnectHeadersType INSTANCE = new ConnectHeadersType();

    private static final ListType<Value> VALUES =
            ListType.of(TextType.secret("one line of text", FieldText::value), Rule.NOT_EMPTY);

    private ConnectHeadersType() {}

    @Override
    public String expected() {
        return "a mapping of NAME: [VALUE]";
    }

    @Override
    public @Nullable List<RequestHeader> read(YamlValue value, ReadContext site) {
        if (!(value instanceof YamlValue.Mapping mapping)) {
            String problem = value.found();
            site.mistake(value.position(), problem + " (expected: " + expected() + ")");
            return null;
        }
        List<RequestHeader> fields = new ArrayList<>();
        HeaderNames names = new HeaderNames();
        for (YamlValue.Entry entry : mapping.entries()) {
            ReadContext field = site.child(entry.key());
            boolean good = names.good(entry, field);
            List<Value> values = VALUES.read(entry.value(), field);
            if (good && values != null && !values.isEmpty()) {
                fields.add(new RequestHeader(entry.key(), values));
            }
        }
        return fields;
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", "object", "additionalProperties", VALUES.schema());
    }

    @Override
    public Object toYaml(List<RequestHeader> value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        value.forEach(field -> fields.put(field.name(), VALUES.toYaml(field.values())));
        return fields;
    }
}
