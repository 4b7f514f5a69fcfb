package dev.websocketexporter.render.json;

import dev.websocketexporter.probe.report.ConversationReport;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport;
import dev.websocketexporter.probe.report.ConversationReport.HeartbeatReport.RoundTrips;
import dev.websocketexporter.probe.report.ConversationReport.StepReport;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What was said after the upgrade, as members {@code conversation} and {@code heartbeat}. */
final class ConversationJson {
    private ConversationJson() {}

    /**
     * Both members.
     *
     * @param said the messages as the log has them
     */
    static void write(JsonWriter json, @Nullable ConversationReport conversation, List<LoggedLines.Said> said) {
        if (conversation == null) {
            return;
        }
        json.object("conversation", () -> {
            steps(json, conversation);
            json.number("failed_step", conversation.failedStep());
            json.object("messages", () -> {
                json.number("sent", conversation.sent().messages());
                json.number("received", conversation.received().messages());
            });
            json.object("bytes", () -> {
                json.number("sent", conversation.sent().bytes());
                json.number("received", conversation.received().bytes());
            });
            json.seconds("time_to_first_message_seconds", conversation.timeToFirstMessage());
            if (!conversation.labels().isEmpty()) {
                json.object("labels", () -> conversation.labels().forEach(json::text));
            }
            if (!said.isEmpty()) {
                json.list(
                        "exchange",
                        said,
                        line -> json.object(() -> {
                            json.seconds("seconds", line.at());
                            json.text("direction", line.direction());
                            json.text("text", line.text());
                        }));
            }
        });
        heartbeat(json, conversation.heartbeat());
    }

    /** A step that failed is the last one. */
    private static void steps(JsonWriter json, ConversationReport conversation) {
        List<StepReport> steps = conversation.steps();
        boolean failed = conversation.failedStep() != null;
        json.list(
                "steps",
                IntStream.range(0, steps.size()).boxed().toList(),
                i -> json.object(() -> {
                    json.text("name", steps.get(i).label());
                    json.seconds("seconds", steps.get(i).duration());
                    json.flag("success", !(failed && i == steps.size() - 1));
                }));
    }

    private static void heartbeat(JsonWriter json, @Nullable HeartbeatReport heartbeat) {
        if (heartbeat == null) {
            return;
        }
        json.object("heartbeat", () -> {
            json.number("pings_sent", heartbeat.pingsSent());
            json.number("pongs_received", heartbeat.pongsReceived());
            RoundTrips roundTrips = heartbeat.roundTrips();
            if (roundTrips != null) {
                json.object("rtt_seconds", () -> {
                    json.seconds("min", roundTrips.min());
                    json.seconds("mean", roundTrips.mean());
                    json.seconds("max", roundTrips.max());
                    json.seconds("stddev", roundTrips.stddev());
                });
            }
            json.text("health", heartbeat.health().name().toLowerCase(Locale.ROOT));
        });
    }
}
