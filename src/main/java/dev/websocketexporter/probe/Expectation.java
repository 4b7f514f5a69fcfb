package dev.websocketexporter.probe;

import com.google.re2j.Pattern;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a step expects of a data message. */
public sealed interface Expectation {
    /** The regular expression is found anywhere in the payload, be the message text or binary. */
    record Matching(Pattern regexp) implements Expectation {}

    /**
     * The message is a JSON text in which every pointer (RFC 6901) leads to what is expected.
     *
     * @param members what is expected where, in order; never empty
     */
    record Json(Map<String, JsonValue> members) implements Expectation {
        public Json {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }
    }

    /** The payload is exactly these bytes, be the message text or binary. */
    record Exactly(Bytes bytes) implements Expectation {}
}
