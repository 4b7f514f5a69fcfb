package dev.websocketexporter.script;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.websocketexporter.probe.module.Conversation.Expectation;
import dev.websocketexporter.probe.module.Conversation.JsonValue;
import dev.websocketexporter.probe.value.Printable;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares JSON texts with the values that are expected at some places in them. */
final class JsonJudge {
    private static final int MAX_SHOWN = 200;

    private JsonJudge() {}

    /** Why the message is not what was expected; absent when it is. */
    static @Nullable String mismatch(Message message, Expectation.Json expected) {
        JsonNode root;
        String text = "";
        try {
            text = Utf8.strictly(message.payload().asBuffer());
            root = JsonText.parse(text);
        } catch (CharacterCodingException e) {
            return "no JSON: not UTF-8; expected: JSON with " + words(expected);
        } catch (JsonProcessingException e) {
            return JsonFaults.words(text, e) + "; expected: JSON with " + words(expected);
        }
        for (Map.Entry<String, JsonValue> member : expected.members().entrySet()) {
            JsonNode seen = root.at(JsonPointer.compile(member.getKey()));
            if (!holds(seen, member.getValue())) {
                return mismatch(member, seen);
            }
        }
        return null;
    }

    private static boolean holds(JsonNode seen, JsonValue expected) {
        if (seen.isMissingNode()) {
            return false;
        }
        if (expected instanceof JsonValue.Matching matching) {
            return seen.isValueNode()
                    && !seen.isNull()
                    && matching.regexp().matcher(JsonText.plain(seen)).find();
        }
        return equal(seen, ((JsonValue.EqualTo) expected).value());
    }

    /** Numbers by their value, objects without regard to order. */
    private static boolean equal(JsonNode seen, @Nullable Object expected) {
        if (expected == null) {
            return seen.isNull();
        }
        if (expected instanceof String text) {
            return seen.isTextual() && seen.textValue().equals(text);
        }
        if (expected instanceof Boolean bool) {
            return seen.isBoolean() && seen.booleanValue() == bool;
        }
        if (expected instanceof BigDecimal number) {
            return seen.isNumber() && seen.decimalValue().compareTo(number) == 0;
        }
        return expected instanceof List<?> list ? equalLists(seen, list) : equalObjects(seen, (Map<?, ?>) expected);
    }

    private static boolean equalLists(JsonNode seen, List<?> expected) {
        if (!seen.isArray() || seen.size() != expected.size()) {
            return false;
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!equal(seen.get(i), expected.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalObjects(JsonNode seen, Map<?, ?> expected) {
        return seen.isObject()
                && seen.size() == expected.size()
                && expected.entrySet().stream().allMatch(member -> {
                    JsonNode value = seen.get(String.valueOf(member.getKey()));
                    return value != null && equal(value, member.getValue());
                });
    }

    private static String mismatch(Map.Entry<String, JsonValue> member, JsonNode seen) {
        String what =
                seen.isMissingNode() ? "is not there" : "is " + Printable.beginning(JsonText.shown(seen), MAX_SHOWN);
        return place(member.getKey()) + " " + what + " (expected: " + words(member.getValue()) + ")";
    }

    /** What is expected where. */
    static String words(Expectation.Json expected) {
        return expected.members().entrySet().stream()
                .map(member -> place(member.getKey()) + ": " + words(member.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** The empty pointer is the whole text (RFC 6901 §5). */
    private static String place(String pointer) {
        return pointer.isEmpty() ? "the whole" : pointer;
    }

    private static String words(JsonValue expected) {
        return expected instanceof JsonValue.Matching matching
                ? "a match of " + matching.regexp()
                : Printable.beginning(JsonText.of(((JsonValue.EqualTo) expected).value()), MAX_SHOWN);
    }
}
