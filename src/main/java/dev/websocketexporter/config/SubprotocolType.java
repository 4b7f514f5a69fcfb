package dev.websocketexporter.config;

import dev.websocketexporter.probe.value.Printable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The name of a subprotocol (RFC 6455 §4.1: a token). */
final class SubprotocolType extends ScalarType<String> {
    static final SubprotocolType INSTANCE = new SubprotocolType();

    private SubprotocolType() {
        super("a name such as graphql-transport-ws, without spaces and separators");
    }

    @Override
    String parse(YamlValue.Scalar scalar, ReadContext site) throws BadValueException {
        if (!FieldText.isToken(scalar.text())) {
            throw new BadValueException(Printable.quoted(scalar.text()) + " is no subprotocol");
        }
        return scalar.text();
    }

    /** The names in the value of a header field (RFC 9110 §5.6.1), which {@link #checkList} has found good. */
    static List<String> list(String value) {
        return Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    }

    /** Checks the value of a header field Sec-WebSocket-Protocol. */
    static void checkList(String value) throws BadValueException {
        Set<String> names = new HashSet<>();
        for (String name : list(value)) {
            if (!FieldText.isToken(name)) {
                throw BadValueException.withHint(
                        "is no list of subprotocols", "expected: names separated by commas, such as mqtt, stomp");
            }
            if (!names.add(name)) {
                throw BadValueException.withHint(
                        "has the subprotocol " + Printable.quoted(name) + " twice", "expected: once");
            }
        }
    }
}
