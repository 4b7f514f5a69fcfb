package dev.websocketexporter.script;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a value in a JSON text is the one expected: numbers by their value, objects without regard to order. */
final class JsonEquality {
    private JsonEquality() {}

    static boolean equal(JsonNode seen, @Nullable Object expected) {
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
}
