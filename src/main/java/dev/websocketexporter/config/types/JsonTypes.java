package dev.websocketexporter.config.types;

import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.probe.module.Conversation.JsonValue;
import dev.websocketexporter.probe.value.Printable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a step expects of a JSON text. */
public final class JsonTypes {
    /** The values expected, by their pointers; never empty. */
    public static final ValueType<Map<String, JsonValue>> MEMBERS = new JsonMembersType();
    /** A place in a JSON text (RFC 6901). */
    public static final ValueType<String> POINTER = new JsonPointer();
    /** A JSON object. */
    public static final ValueType<Map<String, @Nullable Object>> OBJECT = new JsonObjectType();

    private JsonTypes() {}

    /** The values expected at places of a JSON text: {@code POINTER: VALUE}, or {@code POINTER: {regexp: …}}. */
    private static final class JsonMembersType implements ValueType<Map<String, JsonValue>> {
        private static final String REGEXP = "regexp";

        private JsonMembersType() {}

        @Override
        public String expected() {
            return "a mapping of JSON Pointers to values, such as {/type: ack, /id: {regexp: \"^[0-9]+$\"}}";
        }

        @Override
        public @Nullable Map<String, JsonValue> read(YamlValue value, ReadContext context) {
            YamlValue.Mapping mapping = context.mapping(value, expected());
            if (mapping == null) {
                return null;
            }
            Map<String, JsonValue> members = new LinkedHashMap<>();
            for (YamlValue.Entry entry : mapping.entries()) {
                ReadContext member = context.child(entry.key());
                try {
                    JsonPointer.check(entry.key());
                } catch (BadValueException e) {
                    member.mistake(entry.position(), e.problem() + " (" + e.hintOr("expected: a JSON Pointer") + ")");
                }
                JsonValue read = member(entry.value(), member);
                if (read != null) {
                    members.put(entry.key(), read);
                }
            }
            return members.isEmpty() ? null : members;
        }

        @Override
        public boolean isAbsent(YamlValue value) {
            return value.isNone()
                    || (value instanceof YamlValue.Mapping mapping
                            && mapping.entries().isEmpty());
        }

        private static @Nullable JsonValue member(YamlValue value, ReadContext context) {
            if (value instanceof YamlValue.Mapping mapping && mapping.entries().size() == 1) {
                YamlValue.Entry only = mapping.entries().get(0);
                if (only.key().equals(REGEXP)) {
                    com.google.re2j.Pattern regexp =
                            TextTypes.REGEXP_IN_A_VALUE.read(only.value(), context.child(REGEXP));
                    return regexp == null ? null : new JsonValue.Matching(regexp);
                }
                if (EditDistance.between(only.key(), REGEXP) <= 1) {
                    context.child(only.key())
                            .mistake(only.position(), "unknown field (did you mean \"" + REGEXP + "\"?)");
                    return null;
                }
            }
            try {
                return new JsonValue.EqualTo(JsonLiteral.of(value, context));
            } catch (BadValueException e) {
                context.mistake(value.position(), e.problem() + " (" + e.hintOr("expected: a value of JSON") + ")");
                return null;
            }
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of("type", "object", "minProperties", 1, "propertyNames", Map.of("pattern", "^(/.*)?$"));
        }

        @Override
        public Object toYaml(Map<String, JsonValue> value) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            value.forEach((pointer, member) -> members.put(pointer, toYaml(member)));
            return members;
        }

        private static @Nullable Object toYaml(JsonValue member) {
            return member instanceof JsonValue.Matching matching
                    ? Map.of(REGEXP, matching.regexp().pattern())
                    : JsonLiteral.toYaml(((JsonValue.EqualTo) member).value());
        }
    }

    /** A mapping taken as a JSON object: {@code NAME: VALUE}. */
    private static final class JsonObjectType implements ValueType<Map<String, @Nullable Object>> {
        private JsonObjectType() {}

        @Override
        public String expected() {
            return "a mapping of names to values of JSON, such as {tenant: blue, roles: [probe]}";
        }

        @Override
        public @Nullable Map<String, @Nullable Object> read(YamlValue value, ReadContext context) {
            YamlValue.Mapping mapping = context.mapping(value, expected());
            if (mapping == null) {
                return null;
            }
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            for (YamlValue.Entry entry : mapping.entries()) {
                try {
                    members.put(
                            entry.key(),
                            entry.value().isNone() ? null : JsonLiteral.of(entry.value(), context.child(entry.key())));
                } catch (BadValueException e) {
                    context.child(entry.key())
                            .mistake(
                                    entry.value().position(),
                                    e.problem() + " (" + e.hintOr("expected: a value of JSON") + ")");
                }
            }
            return members;
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of("type", "object");
        }

        @Override
        public Object toYaml(Map<String, @Nullable Object> value) {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            value.forEach((name, member) -> members.put(name, JsonLiteral.toYaml(member)));
            return members;
        }
    }

    /**
     * A value of YAML taken as one of JSON: a string, number, boolean, null, list or mapping. A text to which YAML
     * 1.1 gives a meaning that JSON does not have is a mistake; it is never silently changed.
     */
    private static final class JsonLiteral {
        /** RFC 8259 §6. */
        private static final Pattern NUMBER =
                Pattern.compile("-?(?:0|[1-9][0-9]{0,99})(?:\\.[0-9]{1,99})?(?:[eE][-+]?[0-9]{1,4})?");
        /** A whole number is written out up to here, so that it looks like one. */
        private static final int MOST_DIGITS = 30;

        private JsonLiteral() {}

        /** The value as {@link JsonValue.EqualTo} has it. */
        static @Nullable Object of(YamlValue value, ReadContext context) throws BadValueException {
            if (value instanceof YamlValue.Sequence sequence) {
                List<@Nullable Object> list = new ArrayList<>();
                for (YamlValue item : sequence.items()) {
                    list.add(of(item, context));
                }
                return Collections.unmodifiableList(list);
            }
            if (value instanceof YamlValue.Mapping mapping) {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                for (YamlValue.Entry entry : mapping.entries()) {
                    object.put(entry.key(), of(entry.value(), context));
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

        /** A value that is left out is more often a forgotten space, as in {@code {/type:ack}}, than a null. */
        private static @Nullable Object none(String text) throws BadValueException {
            if (text.isEmpty()) {
                throw BadValueException.withHint(
                        "has no value", "expected: one after a colon and a space, such as null");
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

    /** A place in a JSON text (RFC 6901): nothing for the whole of it, or a slash before each name or index. */
    private static final class JsonPointer extends ScalarType<String> {
        private static final Pattern BROKEN_ESCAPE = Pattern.compile("~(?![01])");
        /** The ways in which others write a place. */
        private static final Pattern FOREIGN_START = Pattern.compile("^(?:#/|\\$\\.|\\.)?");

        private JsonPointer() {
            super("a JSON Pointer such as /data/seq");
        }

        @Override
        protected String parse(YamlValue.Scalar scalar, ReadContext context) throws BadValueException {
            try {
                check(scalar.text());
                return scalar.text();
            } catch (BadValueException e) {
                throw BadValueException.withHint(
                        Printable.quoted(scalar.text()) + " " + e.problem(), e.hintOr("expected: " + expected()));
            }
        }

        @Override
        public Map<String, Object> schema() {
            return Map.of("type", "string", "pattern", "^(/.*)?$");
        }

        /** Throws if it is not a pointer. */
        static void check(String text) throws BadValueException {
            if (!text.isEmpty() && !text.startsWith("/")) {
                String meant = FOREIGN_START.matcher(text).replaceFirst("/");
                throw BadValueException.withHint(
                        "does not begin with a slash, as a JSON Pointer does",
                        "did you mean " + Printable.quoted(meant) + "?");
            }
            if (BROKEN_ESCAPE.matcher(text).find()) {
                throw BadValueException.withHint(
                        "has a ~ that stands for nothing", "expected: ~0 for ~ itself, ~1 for a slash in a name");
            }
        }
    }
}
