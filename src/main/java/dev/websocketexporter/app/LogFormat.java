package dev.websocketexporter.app;

import ch.qos.logback.core.encoder.JsonEscapeUtil;
import dev.websocketexporter.render.Logfmt;
import java.util.Map;
import java.util.stream.Collectors;

/** How a line of the exporter's log is written. Either way an event is one line, stacks included. */
enum LogFormat {
    LOGFMT {
        @Override
        String line(Map<String, String> fields) {
            Logfmt line = new Logfmt();
            fields.forEach(line::pair);
            return line.toString();
        }
    },
    JSON {
        @Override
        String line(Map<String, String> fields) {
            return fields.entrySet().stream()
                    .map(field -> quoted(field.getKey()) + ":" + quoted(field.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
    };

    /** The fields as one line, in their order, without an end of line. */
    abstract String line(Map<String, String> fields);

    private static String quoted(String text) {
        // Logback escapes slashes too, which JSON does not ask for: nobody would find a URL in such a log.
        return '"' + JsonEscapeUtil.jsonEscapeString(text).replace("\\/", "/") + '"';
    }
}
