package dev.websocketexporter.probe;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is expected of one value in a JSON text. */
public sealed interface JsonValue {
    /**
     * The value is equal to this one.
     *
     * @param value a {@link String}, {@link Boolean}, {@link java.math.BigDecimal}, {@link List} or {@link Map} of them;
     *     null is JSON's; numbers are equal when their values are
     */
    record EqualTo(@Nullable Object value) implements JsonValue {}

    /** The regular expression is found in the text of the value, be it a string, a number or a boolean. */
    record Matching(Pattern regexp) implements JsonValue {}
}
