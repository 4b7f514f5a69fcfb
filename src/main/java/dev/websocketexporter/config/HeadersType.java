package dev.websocketexporter.config;

import dev.websocketexporter.config.ListType.Rule;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Header fields of the upgrade request: {@code NAME: VALUE}, or {@code NAME: {values, secrets, files}}. Values are not
 * shown in messages.
 */
final class HeadersType implements ValueType<List<RequestHeader>> {
    static final HeadersType INSTANCE = new HeadersType();

    /** RFC 6455 §11.3.4. */
    static final String SUBPROTOCOLS = "Sec-WebSocket-Protocol";

    private static final String EXPECTED_VALUE = "one line of text";

    private static final TextType LINE = TextType.shown(EXPECTED_VALUE, FieldText::value);
    private static final Key.Value<List<Value>> VALUES = Key.withoutDefault(
            "values", ListType.of(LINE, Rule.NOT_EMPTY), "Values that anybody may see, one line each.");
    private static final Key.Value<List<Value>> SECRETS = Key.withoutDefault(
            "secrets",
            ListType.of(TextType.secret(EXPECTED_VALUE, TextCheck.HEADER_LINE), Rule.NOT_EMPTY),
            "Values that are never shown.");
    private static final Key.Value<List<Value>> FILES = Key.withoutDefault(
            "files",
            ListType.of(FileType.line("a file with one line of text", TextCheck.HEADER_LINE), Rule.NOT_EMPTY),
            "Files with a value each, that is never shown.");
    private static final Key.Block BLOCK = new Key.Block(
            ConfigKeys.NAME,
            "A header field by its name, where it is not one plain value.",
            List.of(VALUES, SECRETS, FILES));

    private HeadersType() {}

    @Override
    public String expected() {
        return "a mapping of NAME: VALUE";
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
            boolean good = names.goodInUpgrade(entry, field);
            List<Value> values = values(entry.value(), field);
            RequestHeader header = new RequestHeader(entry.key(), values);
            if (good
                    && !values.isEmpty()
                    && KnownHeaders.areGood(header, entry.value().position(), field)) {
                fields.add(header);
            }
        }
        return fields;
    }

    /** At least one; none where that was said. */
    private static List<Value> values(YamlValue value, ReadContext site) {
        if (!(value instanceof YamlValue.Mapping mapping)) {
            return line(value, site);
        }
        BlockReader fields = BlockReader.of(value, BLOCK, site);
        if (mapping.entries().isEmpty()) {
            site.mistake(value.position(), "has no value (expected: at least one in values, secrets or files)");
            return List.of();
        }
        List<Value> values = new ArrayList<>();
        Stream.of(VALUES, SECRETS, FILES)
                .map(fields::optional)
                .filter(Objects::nonNull)
                .forEach(values::addAll);
        return values;
    }

    private static List<Value> line(YamlValue value, ReadContext site) {
        boolean none = value instanceof YamlValue.Scalar scalar && scalar.type() == YamlValue.Scalar.Type.NONE;
        if (none) {
            site.mistake(value.position(), "has no value (expected: " + EXPECTED_VALUE + "; \"\" for an empty one)");
            return List.of();
        }
        Value line = LINE.read(value, site);
        return line == null ? List.of() : List.of(line);
    }

    @Override
    public List<Key> members() {
        return List.of(BLOCK);
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of(
                "type",
                "object",
                "additionalProperties",
                Map.of("anyOf", List.of(LINE.schema(), ConfigurationSchema.block(BLOCK))));
    }

    @Override
    public Object toYaml(List<RequestHeader> value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        value.forEach(field -> fields.put(field.name(), toYaml(field)));
        return fields;
    }

    private static Object toYaml(RequestHeader header) {
        List<Value> values = header.values();
        if (values.size() == 1 && values.get(0) instanceof Value.Plain plain) {
            return plain.text();
        }
        YamlSection section = new YamlSection();
        section.putSome(VALUES, ofKind(values, Value.Plain.class));
        section.putSome(SECRETS, ofKind(values, Value.Hidden.class));
        section.putSome(FILES, ofKind(values, Value.InFile.class));
        return section.values();
    }

    private static List<Value> ofKind(List<Value> values, Class<? extends Value> kind) {
        return values.stream().filter(kind::isInstance).toList();
    }
}
