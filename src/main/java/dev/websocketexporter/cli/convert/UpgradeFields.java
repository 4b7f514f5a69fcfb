package dev.websocketexporter.cli.convert;

import dev.websocketexporter.config.types.HttpTypes;
import dev.websocketexporter.config.yaml.ReadContext;
import dev.websocketexporter.config.yaml.YamlValue;
import dev.websocketexporter.config.yaml.YamlValue.Entry;
import dev.websocketexporter.config.yaml.YamlValue.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Header fields with which a module of the prober http asks for an upgrade, and those that it has besides. */
final class UpgradeFields {
    private UpgradeFields() {}

    /** Whether some of them ask for an upgrade to a WebSocket. */
    static boolean askForOne(Mapping fields) {
        return fields.entries().stream()
                .anyMatch(field -> isCalled(field, "Sec-WebSocket-Key")
                        || (isCalled(field, "Upgrade") && has(field, "websocket")));
    }

    /** Without those that the exporter sends by itself; what differs from its own is told. */
    static Mapping others(Mapping fields, ReadContext context) {
        List<Entry> kept = new ArrayList<>();
        for (Entry field : fields.entries()) {
            if (!HttpTypes.isOfTheHandshake(field.key())) {
                kept.add(field);
            } else if (isCalled(field, "Sec-WebSocket-Version") && !has(field, "13")) {
                context.child(field.key())
                        .warning(
                                field.position(),
                                "left out: the exporter sends 13, the version of RFC 6455 (instead: nothing)");
            } else if (isCalled(field, "Sec-WebSocket-Extensions") && !has(field, "permessage-deflate")) {
                context.child(field.key())
                        .warning(
                                field.position(),
                                "left out: an extension that the exporter does not speak (instead: compression: true"
                                        + " in websocket, for permessage-deflate)");
            }
        }
        return new Mapping(fields.position(), kept);
    }

    /** The field that offers compression, if there is one. */
    static Stream<Entry> compression(Mapping fields) {
        return fields.entries().stream()
                .filter(field -> isCalled(field, "Sec-WebSocket-Extensions") && has(field, "permessage-deflate"));
    }

    /** The field Host, if it has one plain value. */
    static Stream<Entry> host(Mapping fields) {
        return fields.entries().stream()
                .filter(field ->
                        isCalled(field, "Host") && !Edits.text(field.value()).isEmpty());
    }

    static boolean isCalled(Entry field, String name) {
        return field.key().equalsIgnoreCase(name);
    }

    /** Whether one of its values has the word, in upper or lower case. */
    private static boolean has(Entry field, String word) {
        return values(field.value())
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(word));
    }

    private static Stream<String> values(YamlValue value) {
        if (value instanceof Mapping forms) {
            return Stream.of("values", "secrets")
                    .flatMap(form -> forms.entry(form).stream())
                    .flatMap(form -> Edits.items(form.value()).stream())
                    .map(Edits::text);
        }
        return Stream.of(Edits.text(value));
    }
}
