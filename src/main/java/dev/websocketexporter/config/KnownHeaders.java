package dev.websocketexporter.config;

import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.module.Value;
import java.util.List;
import java.util.stream.Collectors;

/** Header fields of the upgrade request whose values mean something to the exporter itself. */
final class KnownHeaders {
    private KnownHeaders() {}

    /** Whether it is none of them, or its values are good; what is wrong was said. */
    static boolean areGood(RequestHeader header, Position position, ReadContext site) {
        try {
            if (header.hasName(HeadersType.SUBPROTOCOLS)) {
                SubprotocolType.checkList(plainText(header));
            } else if (header.hasName("Host") || header.hasName("Origin")) {
                plainText(header);
                if (header.values().size() > 1) {
                    throw BadValueException.withHint("has several values", "expected: one");
                }
            }
            return true;
        } catch (BadValueException e) {
            site.mistake(position, e.problem() + " (" + e.hintOr("expected: one line of text") + ")");
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
}
