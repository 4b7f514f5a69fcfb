package dev.websocketexporter.config.blocks;

import dev.websocketexporter.config.types.BadValueException;
import dev.websocketexporter.config.types.FileTypes;
import dev.websocketexporter.config.types.HttpTypes;
import dev.websocketexporter.config.types.ListType;
import dev.websocketexporter.config.types.ListType.Rule;
import dev.websocketexporter.config.types.TextTypes;
import dev.websocketexporter.config.types.ValueType;
import dev.websocketexporter.config.yaml.ConfigError.Position;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Header fields of the upgrade request: {@code NAME: VALUE}, or {@code NAME: {values, secrets, files}}. Values are not
 * shown in messages.
 */
final class HeadersBlock implements ValueType<List<RequestHeader>> {
    static final HeadersBlock INSTANCE = new HeadersBlock();

    /** RFC 6455 §11.3.4. */
    static final String SUBPROTOCOLS = "Sec-WebSocket-Protocol";

    private static final String EXPECTED_VALUE = "one line of text";

    private static final ValueType<Value> LINE = TextTypes.shown(EXPECTED_VALUE, HttpTypes.HEADER_VALUE);
    private static final Key.Value<List<Value>> VALUES = Key.withoutDefault(
            "values", ListType.of(LINE, Rule.NOT_EMPTY), "Values that are not secret, one line each.");
    private static final Key.Value<List<Value>> SECRETS = Key.withoutDefault(
            "secrets",
            ListType.of(TextTypes.secret(EXPECTED_VALUE, HttpTypes.HEADER_LINE), Rule.NOT_EMPTY),
            "Values that are never shown.");
    private static final Key.Value<List<Value>> FILES = Key.withoutDefault(
            "files",
            ListType.of(FileTypes.line("a file with one line of text", HttpTypes.HEADER_LINE), Rule.NOT_EMPTY),
            "Files with a value each, that is never shown.");
    static final Key.Block BLOCK = new Key.Block(
            Key.NAME, "A header field by its name, where it is not one plain value.", List.of(VALUES, SECRETS, FILES));

    private HeadersBlock() {}

    @Override
    public String expected() {
        return "a mapping of NAME: VALUE";
    }

    @Override
    public @Nullable List<RequestHeader> read(YamlValue value, ReadContext context) {
        if (!(value instanceof YamlValue.Mapping mapping)) {
            String problem = value.found();
            context.mistake(value.position(), problem + " (expected: " + expected() + ")");
            return null;
        }
        List<RequestHeader> fields = new ArrayList<>();
        HttpTypes.HeaderNames names = new HttpTypes.HeaderNames();
        for (YamlValue.Entry entry : mapping.entries()) {
            ReadContext field = context.child(entry.key());
            boolean good = names.goodInUpgrade(entry, field);
            List<Value> values = values(entry.value(), field);
            RequestHeader header = new RequestHeader(entry.key(), values);
            if (good && !values.isEmpty() && areGood(header, entry.value().position(), field)) {
                fields.add(header);
            }
        }
        return fields;
    }

    /** At least one; empty after a mistake. */
    private static List<Value> values(YamlValue value, ReadContext context) {
        if (!(value instanceof YamlValue.Mapping mapping)) {
            return line(value, context);
        }
        BlockReader fields = BlockReader.of(value, BLOCK, context);
        if (mapping.entries().isEmpty()) {
            context.mistake(value.position(), "has no value (expected: at least one in values, secrets or files)");
            return List.of();
        }
        List<Value> values = new ArrayList<>();
        Stream.of(VALUES, SECRETS, FILES)
                .map(fields::optional)
                .filter(Objects::nonNull)
                .forEach(values::addAll);
        return values;
    }

    private static List<Value> line(YamlValue value, ReadContext context) {
        boolean none = value instanceof YamlValue.Scalar scalar && scalar.type() == YamlValue.Scalar.Type.NONE;
        if (none) {
            context.mistake(value.position(), "has no value (expected: " + EXPECTED_VALUE + "; \"\" for an empty one)");
            return List.of();
        }
        Value line = LINE.read(value, context);
        return line == null ? List.of() : List.of(line);
    }

    /** Whether the values are good, if the exporter itself uses a field of this name; a mistake is reported. */
    private static boolean areGood(RequestHeader header, Position position, ReadContext context) {
        try {
            if (header.hasName(SUBPROTOCOLS)) {
                HttpTypes.checkSubprotocols(plainText(header));
            } else if (header.hasName("Host") || header.hasName("Origin")) {
                plainText(header);
                if (header.values().size() > 1) {
                    throw BadValueException.withHint("has several values", "expected: one");
                }
            }
            return true;
        } catch (BadValueException e) {
            context.mistake(position, e.problem() + " (" + e.hintOr("expected: one line of text") + ")");
            return false;
        }
    }

    private static String plainText(RequestHeader header) throws BadValueException {
        if (!header.values().stream().allMatch(Value.Plain.class::isInstance)) {
            throw BadValueException.withHint("is a secret, and it cannot be one", "expected: NAME: VALUE");
        }
        return text(header.values());
    }

    /** The values as one list; RFC 9110 §5.3. */
    static String text(List<Value> plain) {
        return plain.stream().map(value -> ((Value.Plain) value).text()).collect(Collectors.joining(", "));
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of(
                "type",
                "object",
                "additionalProperties",
                Map.of("anyOf", List.of(LINE.schema(), KeySchema.block(BLOCK))));
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
