package dev.websocketexporter.server.handlers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.websocketexporter.config.targets.ListedTarget;
import dev.websocketexporter.config.targets.OfferedGroup;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Targets as Prometheus' HTTP service discovery reads them. By itself, so that nobody who does not ask loads the library. */
final class DiscoveryJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private DiscoveryJson() {}

    static String of(List<OfferedGroup> groups) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartArray();
            for (OfferedGroup group : groups) {
                write(group, json);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory accepts everything", e);
        }
        return text.append('\n').toString();
    }

    private static void write(OfferedGroup group, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("targets");
        for (ListedTarget target : group.targets()) {
            json.writeString(target.url());
        }
        json.writeEndArray();
        json.writeObjectFieldStart("labels");
        for (Map.Entry<String, String> label : group.labels().entrySet()) {
            json.writeStringField(label.getKey(), label.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
