package dev.websocketexporter.script;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.websocketexporter.probe.module.Conversation.Expectation;
import dev.websocketexporter.probe.module.Conversation.JsonValue;
import dev.websocketexporter.probe.value.Printable;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import java.util.stream.Collectors;

/** Holds JSON texts against what is expected at some places of them. */
final class JsonJudge {
    private static final int MAX_SHOWN = 200;

    private JsonJudge() {}

    static Judgement of(Message message, Expectation.Json expected) {
        JsonNode root;
        try {
            root = JsonText.parse(Utf8.strictly(message.payload().toArray()));
        } catch (CharacterCodingException e) {
            return new Judgement.Mismatch("no JSON: not UTF-8; expected: JSON with " + words(expected));
        } catch (JsonProcessingException e) {
            return new Judgement.Mismatch("no JSON: " + Printable.beginning(e.getOriginalMessage(), MAX_SHOWN)
                    + "; expected: JSON with " + words(expected));
        }
        for (Map.Entry<String, JsonValue> member : expected.members().entrySet()) {
            JsonNode seen = root.at(JsonPointer.compile(member.getKey()));
            if (!holds(seen, member.getValue())) {
                return new Judgement.Mismatch(mismatch(member, seen));
            }
        }
        return new Judgement.Match(Captures.NONE);
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
        return JsonEquality.equal(seen, ((JsonValue.EqualTo) expected).value());
    }

    private static String mismatch(Map.Entry<String, JsonValue> member, JsonNode seen) {
        String what = seen.isMissingNode() ? "is not there" : "is " + Printable.beginning(seen.toString(), MAX_SHOWN);
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
