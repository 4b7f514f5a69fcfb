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
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.value.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
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
    static final String SUBPROTOCOLS = RequestHeader.SUBPROTOCOLS;

    private static final String EXPECTED_VALUE = "one line of text";

    private static final ValueType<Value> LINE = TextTypes.shownMaybeEmpty(EXPECTED_VALUE, HttpTypes.HEADER_VALUE);
    private static final Key.Value<List<Value>> VALUES = Key.withoutDefault(
            "values",
            ListType.of(LINE, Rule.NOT_EMPTY, Rule.SKIP_ABSENT),
            "Values that are not secret, one line each.");
    private static final Key.Value<List<Value>> SECRETS = Key.withoutDefault(
            "secrets",
            ListType.of(TextTypes.secret(EXPECTED_VALUE, HttpTypes.HEADER_LINE), Rule.NOT_EMPTY, Rule.SKIP_ABSENT),
            "Values that are never shown.");
    private static final Key.Value<List<Value>> FILES = Key.withoutDefault(
            "files",
            ListType.of(
                    FileTypes.line("a file with one line of text", HttpTypes.HEADER_LINE),
                    Rule.NOT_EMPTY,
                    Rule.SKIP_ABSENT),
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
        YamlValue.Mapping mapping = context.mapping(value, expected());
        if (mapping == null) {
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

    /** None after a mistake, and for a name without values, which blackbox_exporter accepts and does not send. */
    private static List<Value> values(YamlValue value, ReadContext context) {
        if (!(value instanceof YamlValue.Mapping) && !value.isNone()) {
            Value line = LINE.read(value, context);
            return line == null ? List.of() : List.of(line);
        }
        BlockReader fields = BlockReader.of(value, BLOCK, context);
        if (BLOCK.members().stream().noneMatch(fields::has)) {
            context.warning(
                    value.position(),
                    "has no value and is not sent, as in blackbox_exporter (expected: at least one in values, secrets or"
                            + " files; \"\" for an empty one)");
        }
        List<Value> values = new ArrayList<>();
        Stream.of(VALUES, SECRETS, FILES)
                .map(fields::optional)
                .filter(Objects::nonNull)
                .forEach(values::addAll);
        return values;
    }

    /** Whether the values are good, if the exporter itself uses a field of this name; a mistake is reported. */
    private static boolean areGood(RequestHeader header, Position position, ReadContext context) {
        try {
            // Those in files are checked when they are read.
            if (header.hasName(SUBPROTOCOLS) && !text(header.values()).isEmpty()) {
                HttpTypes.checkSubprotocols(text(header.values()), shown(header));
            } else if (header.hasName("Host") || header.hasName("Origin")) {
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

    private static UnaryOperator<String> shown(RequestHeader header) {
        boolean plain = header.values().stream().allMatch(Value.Plain.class::isInstance);
        return plain ? Printable::quoted : name -> Secret.HIDDEN;
    }

    /** The values that are not in files as one list; RFC 9110 §5.3. */
    private static String text(List<Value> values) {
        String text = values.stream()
                .flatMap(value -> value instanceof Value.Plain plain
                        ? Stream.of(plain.text())
                        : value instanceof Value.Hidden hidden
                                ? Stream.of(hidden.secret().reveal())
                                : Stream.empty())
                .collect(Collectors.joining(", "));
        return text;
    }

    /**
     * The subprotocols as a header field, if one of them is a secret or in a file; null if all may be shown. Each plain
     * name is a value of its own.
     */
    static @Nullable RequestHeader withSecrets(List<Value> subprotocols) {
        List<Value> values = subprotocols.stream()
                .flatMap(value -> value instanceof Value.Plain plain
                        ? HttpTypes.subprotocols(plain.text()).stream().map(HeadersBlock::oneSubprotocol)
                        : Stream.of(value))
                .toList();
        return values.stream().allMatch(Value.Plain.class::isInstance) ? null : new RequestHeader(SUBPROTOCOLS, values);
    }

    private static Value oneSubprotocol(String name) {
        return HttpTypes.isBearer(name) ? new Value.Hidden(new Secret(name)) : new Value.Plain(name);
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
