package dev.websocketexporter.server.api;

import dev.websocketexporter.probe.watch.TargetFigures;
import dev.websocketexporter.probe.watch.TargetFigures.Broadcasts;
import dev.websocketexporter.probe.watch.TargetFigures.Connection;
import dev.websocketexporter.probe.watch.TargetFigures.Disconnect;
import dev.websocketexporter.probe.watch.TargetFigures.LastEnd;
import dev.websocketexporter.probe.watch.TargetFigures.Sequence;
import dev.websocketexporter.probe.watch.TargetFigures.Traffic;
import dev.websocketexporter.render.json.JsonWriter;
import dev.websocketexporter.server.recording.WatchRow;
import dev.websocketexporter.server.recording.WatchStanding;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The held connections to a target as JSON, under the names that metrics and their labels have. */
final class WatchJson {
    /** Those that somebody has to look at first. */
    private static final Comparator<Connection> ORDER =
            Comparator.comparing(WatchStanding::isHealthy).thenComparing(Connection::number);

    private static final Comparator<Disconnect> BY_CAUSE =
            Comparator.comparing(Disconnect::cause).thenComparing(Disconnect::code);

    private WatchJson() {}

    /** @param connections at most so many of them are told one by one */
    static void write(JsonWriter json, WatchRow row, int connections) {
        TargetFigures figures = row.figures();
        json.object(() -> {
            json.text("watch", row.watch());
            json.text("target", row.target());
            json.text("module", row.module());
            Map<String, String> labels = figures.watched().labels();
            if (!labels.isEmpty()) {
                json.object("labels", () -> labels.forEach(json::text));
            }
            json.text("state", row.standing().label());
            json.number("wanted", row.wanted());
            json.number("open", row.open());
            json.time("oldest", row.oldest());
            json.time("youngest", row.youngest());
            end(json, "last_drop", row.lastDrop());
            json.decimal("messages_per_minute", row.messagesPerMinute());
            json.time("last_message", figures.feed().last());
            json.flag("stale", figures.feed().stale());
            counters(json, figures);
            sequence(json, figures.feed().gaps());
            broadcasts(json, figures.broadcasts());
            List<Connection> told = figures.connections().stream()
                    .sorted(ORDER)
                    .limit(connections)
                    .toList();
            json.list("connections", told, connection -> write(json, connection));
        });
    }

    private static void counters(JsonWriter json, TargetFigures figures) {
        json.object("connections_total", () -> {
            json.number("success", figures.opened());
            json.number("failed", figures.failed());
        });
        json.object("errors", () -> new TreeMap<>(figures.errors()).forEach(json::number));
        json.list(
                "disconnects",
                figures.disconnects().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey(BY_CAUSE))
                        .toList(),
                one -> json.object(() -> {
                    json.text("cause", one.getKey().cause());
                    json.text("code", unlessEmpty(one.getKey().code()));
                    json.number("count", one.getValue());
                }));
        json.object("messages", () -> {
            json.number("sent", messages(figures.sent()));
            json.number("received", messages(figures.received()));
        });
        json.object("bytes", () -> {
            json.number("sent", figures.sent().sizes().sum());
            json.number("received", figures.received().sizes().sum());
        });
        if (figures.watched().settings().heartbeat().happens()) {
            json.number("heartbeat_timeouts", figures.pongsMissed());
        }
    }

    private static long messages(Traffic traffic) {
        return traffic.text() + traffic.binary();
    }

    private static void sequence(JsonWriter json, @Nullable Sequence sequence) {
        if (sequence != null) {
            json.object("sequence", () -> {
                json.number("gaps", sequence.gaps());
                json.number("missing", sequence.missing());
                json.number("reordered", sequence.reordered());
                json.number("last", sequence.last());
            });
        }
    }

    private static void broadcasts(JsonWriter json, @Nullable Broadcasts broadcasts) {
        if (broadcasts != null) {
            json.object("broadcasts", () -> {
                json.number("success", broadcasts.success());
                json.number("partial", broadcasts.partial());
                json.number("failed", broadcasts.failed());
            });
        }
    }

    private static void write(JsonWriter json, Connection connection) {
        json.object(() -> {
            json.number("connection_id", connection.number());
            json.text("state", connection.state().name().toLowerCase(Locale.ROOT));
            json.decimal("health", connection.health());
            json.time("since", connection.since());
            json.number("buffer_utilization_bytes", connection.unwrittenBytes());
            end(json, "last_end", connection.lastEnd());
        });
    }

    private static void end(JsonWriter json, String name, @Nullable LastEnd end) {
        if (end != null) {
            json.object(name, () -> {
                json.time("time", end.time());
                json.text("cause", end.cause());
                json.text("code", unlessEmpty(end.code()));
                json.text("detail", end.detail());
            });
        }
    }

    private static @Nullable String unlessEmpty(String code) {
        return code.isEmpty() ? null : code;
    }
}
