package dev.websocketexporter.render.json;

import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.ProbeResult.LogLine.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What only the log of a probe has, in parts: the fields of the upgrade's request and response, and the messages. */
public final class LoggedLines {
    private static final String SEPARATOR = ": ";

    private final List<LogLine> log;

    public LoggedLines(List<LogLine> log) {
        this.log = log;
    }

    /** A field of a head; the value is as the log shows it, secrets hidden. */
    public record Field(String name, String value) {}

    /**
     * A message or a control frame.
     *
     * @param direction {@code sent} or {@code received}
     * @param text as the log shows it
     */
    record Said(Duration at, String direction, String text) {}

    /** Of the last request, if there was a redirect or another attempt; empty when none was sent. */
    List<Field> requestFields() {
        return fields(Topic.REQUEST_FIELD);
    }

    /** Of the response to it. */
    public List<Field> responseFields() {
        return fields(Topic.RESPONSE_FIELD);
    }

    private List<Field> fields(Topic topic) {
        List<Field> fields = new ArrayList<>();
        for (LogLine line : log) {
            if (line.topic() == Topic.REQUEST) {
                fields.clear();
            } else if (line.topic() == topic) {
                fields.add(field(line.message()));
            }
        }
        return fields;
    }

    /** A secret may look like the line itself, and then the separators are hidden, too. */
    private static Field field(String line) {
        String[] parts = line.split(SEPARATOR, 3);
        return parts.length < 3 ? new Field(parts[parts.length - 1], "") : new Field(parts[1], parts[2]);
    }

    /** In their order; of several attempts, those of the last one. */
    List<Said> said() {
        List<Said> said = new ArrayList<>();
        for (LogLine line : log) {
            if (line.topic() == Topic.REQUEST) {
                said.clear();
            } else if (line.topic() == Topic.SENT || line.topic() == Topic.RECEIVED) {
                said.add(new Said(line.at(), line.topic() == Topic.SENT ? "sent" : "received", line.message()));
            }
        }
        return said;
    }
}
