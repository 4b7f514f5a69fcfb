package dev.websocketexporter.config;

import com.google.re2j.Pattern;
import dev.websocketexporter.probe.module.Conversation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is expected where in a JSON text: {@code POINTER: VALUE}, or {@code POINTER: {regexp: …}}. */
final class JsonMembersType implements ValueType<Map<String, JsonValue>> {
    static final JsonMembersType INSTANCE = new JsonMembersType();

    private static final String REGEXP = "regexp";

    private JsonMembersType() {}

    @Override
    public String expected() {
        return "a mapping of JSON Pointers to values, such as {/type: ack, /id: {regexp: \"^[0-9]+$\"}}";
    }

    @Override
    public @Nullable Map<String, JsonValue> read(YamlValue value, ReadContext site) {
        if (!(value instanceof YamlValue.Mapping mapping) || mapping.entries().isEmpty()) {
            String problem = value instanceof YamlValue.Mapping ? "is empty" : value.found();
            site.mistake(value.position(), problem + " (expected: " + expected() + ")");
            return null;
        }
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (YamlValue.Entry entry : mapping.entries()) {
            ReadContext member = site.child(entry.key());
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

    private static @Nullable JsonValue member(YamlValue value, ReadContext site) {
        if (value instanceof YamlValue.Mapping mapping && mapping.entries().size() == 1) {
            YamlValue.Entry only = mapping.entries().get(0);
            if (only.key().equals(REGEXP)) {
                Pattern regexp = RegexpType.OF_A_VALUE.read(only.value(), site.child(REGEXP));
                return regexp == null ? null : new JsonValue.Matching(regexp);
            }
            if (Suggestion.distance(only.key(), REGEXP) <= 1) {
                site.child(only.key()).mistake(only.position(), "unknown field (did you mean \"" + REGEXP + "\"?)");
                return null;
            }
        }
        try {
            return new JsonValue.EqualTo(JsonLiteral.of(value, site));
        } catch (BadValueException e) {
            site.mistake(value.position(), e.problem() + " (" + e.hintOr("expected: a value of JSON") + ")");
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
