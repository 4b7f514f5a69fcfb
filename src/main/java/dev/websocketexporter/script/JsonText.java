package dev.websocketexporter.script;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON texts: messages of a target strictly by RFC 8259, other texts leniently. Of equal names in an object the
 * last one counts (§4).
 */
public final class JsonText {
    /** What a name or a value takes at most, in bytes. */
    private static final int VALUE_BYTES = 60;

    /** The values of a text may take a seventh of the heap; in 96 MiB, these are some 240,000. */
    static final long MOST_VALUE_BYTES = Runtime.getRuntime().maxMemory() / 7;

    /**
     * The library bounds nesting and digits; the number of values is bounded by the heap. The size of a message is bounded
     * elsewhere, so that of a string is not.
     */
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .maxTokenCount(MOST_VALUE_BYTES / VALUE_BYTES)
            .build();

    private static final JsonMapper JSON = JsonMapper.builder(new NumberRange.Parsers(new JsonFactoryBuilder()
                    .streamReadConstraints(CONSTRAINTS)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    // The library would keep thousands of names for later texts, however long a server made them.
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)))
            .nodeFactory(new NumberRange.Nodes())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** As tolerant as the library is by itself. */
    private static final ObjectReader LENIENT = JSON.reader()
            .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .without(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** Beyond so many digits a number is only written with an exponent. */
    private static final int MOST_DIGITS = 100;

    private JsonText() {}

    /**
     * The value of a text.
     *
     * @throws JsonProcessingException when it is no JSON, an empty one included
     */
    static JsonNode parse(String text) throws JsonProcessingException {
        JsonNode root = JSON.readTree(text);
        if (root == null || root.isMissingNode()) {
            throw MismatchedInputException.from(null, JsonNode.class, "there is nothing in it");
        }
        return root;
    }

    /** Where the first value of a text ends; negative if there is none. */
    static int endOfFirst(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            return LENIENT.readTree(parser) == null
                    ? -1
                    : (int) parser.currentLocation().getCharOffset();
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
    }

    /** The first value in a text; of equal names the last one counts. A missing node when the text is not JSON. */
    public static JsonNode leniently(String text) {
        try {
            JsonNode root = LENIENT.readTree(text);
            return root == null ? MissingNode.getInstance() : root;
        } catch (JsonProcessingException | NumberFormatException e) {
            return MissingNode.getInstance();
        }
    }

    /** A string as it is, everything else as JSON has it; numbers without an exponent as far as that is reasonable. */
    static String plain(JsonNode value) {
        String beyond = NumberRange.textBeyond(value);
        if (beyond != null) {
            return beyond;
        }
        if (value.isBigDecimal()) {
            return plain(value.decimalValue());
        }
        return value.asText();
    }

    private static String plain(BigDecimal number) {
        boolean reasonable = Math.abs((long) number.scale()) + number.precision() <= MOST_DIGITS;
        return reasonable ? number.toPlainString() : number.toString();
    }

    /** A value of a message as JSON, a number as {@link #plain} has it. */
    static String shown(JsonNode value) {
        return value.isNumber() ? plain(value) : value.toString();
    }

    /** A string, number, boolean, list or map, or null, as JSON; 200 is never {@code 2E+2}. */
    public static String of(@Nullable Object value) {
        if (value instanceof BigDecimal number) {
            return plain(number);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(JsonText::of).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(member -> of(String.valueOf(member.getKey())) + ":" + of(member.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        return JSON.valueToTree(value).toString();
    }
}
