package dev.websocketexporter.render;

import static dev.websocketexporter.render.WatchMetric.Presence.ALWAYS;
import static dev.websocketexporter.render.WatchMetric.Presence.WHEN_CONFIGURED;
import static dev.websocketexporter.render.WatchMetric.Presence.WHEN_SEEN;
import static dev.websocketexporter.render.WatchMetric.Type.COUNTER;
import static dev.websocketexporter.render.WatchMetric.Type.GAUGE;
import static dev.websocketexporter.render.WatchMetric.Type.HISTOGRAM;

import java.util.List;

/**
 * Every metric of held connections, in the order in which they are exposed. Users' dashboards depend on names, labels and
 * meanings.
 */
public enum WatchMetric {
    CONNECTIONS_ACTIVE(
            "websocket_connections_active", GAUGE, "Number of connections that have their subscription", ALWAYS),
    CONNECTIONS("websocket_connections_total", COUNTER, "Openings that have ended, by how", ALWAYS, "status"),
    CONNECTION_DURATION(
            "websocket_connection_duration_seconds",
            HISTOGRAM,
            "How long connections that have ended were open",
            ALWAYS),
    DISCONNECTS(
            "websocket_disconnects_total",
            COUNTER,
            "Connections that have ended, by the cause and the close code of the server",
            WHEN_SEEN,
            "cause",
            "code"),
    OUTAGE_DURATION(
            "websocket_outage_duration_seconds",
            HISTOGRAM,
            "Time from a drop to the next connection that has its subscription",
            ALWAYS),
    ERRORS("websocket_errors_total", COUNTER, "Failed openings and drops, by their reason", ALWAYS, "type"),

    MESSAGES("websocket_messages_total", COUNTER, "Data messages", ALWAYS, "direction", "type"),
    MESSAGE_BYTES(
            "websocket_message_bytes_total",
            COUNTER,
            "Payload of the data messages in bytes, uncompressed",
            ALWAYS,
            "direction"),
    MESSAGE_SIZE(
            "websocket_message_size_bytes",
            HISTOGRAM,
            "Payload of a data message in bytes, uncompressed",
            ALWAYS,
            "direction"),
    LAST_MESSAGE(
            "websocket_last_message_timestamp_seconds",
            GAUGE,
            "When the last data message that counts came in unixtime",
            WHEN_SEEN),
    MESSAGE_INTERVAL(
            "websocket_message_interval_seconds", HISTOGRAM, "Time between two data messages that count", ALWAYS),
    STALE(
            "websocket_stale",
            GAUGE,
            "Indicates if no data message that counts came for too long on an open connection",
            WHEN_CONFIGURED),
    SEQUENCE_GAPS("websocket_sequence_gaps_total", COUNTER, "How often sequence numbers were missing", WHEN_CONFIGURED),
    SEQUENCE_MISSING(
            "websocket_sequence_missing_total", COUNTER, "Sequence numbers that were missing", WHEN_CONFIGURED),
    SEQUENCE_REORDERED(
            "websocket_sequence_reordered_total",
            COUNTER,
            "How often a sequence number repeated or went back",
            WHEN_CONFIGURED),
    SEQUENCE_LAST("websocket_sequence_last", GAUGE, "The last sequence number", WHEN_SEEN),
    MESSAGE_LAG(
            "websocket_message_lag_seconds",
            HISTOGRAM,
            "Time from the timestamp of a data message to its arrival",
            WHEN_CONFIGURED),

    PING_LATENCY("websocket_ping_latency_seconds", HISTOGRAM, "Time from a ping to its pong", WHEN_CONFIGURED),
    HEARTBEAT_TIMEOUTS(
            "websocket_heartbeat_timeouts_total", COUNTER, "Pongs that did not come in time", WHEN_CONFIGURED),
    HEALTH_STATUS(
            "websocket_health_status",
            GAUGE,
            "1 when the connection is healthy, 0.5 when some pongs were missed, 0 when it is down",
            ALWAYS,
            "connection_id"),

    BROADCASTS("websocket_broadcasts_total", COUNTER, "Broadcasts, by whom they reached", WHEN_CONFIGURED, "status"),
    BROADCAST_DURATION(
            "websocket_broadcast_duration_seconds",
            HISTOGRAM,
            "Time from a broadcast to its last arrival",
            WHEN_CONFIGURED),
    BROADCAST_RECIPIENTS(
            "websocket_broadcast_recipients",
            HISTOGRAM,
            "Number of connections that a broadcast reached in time",
            WHEN_CONFIGURED),

    BUFFER_UTILIZATION(
            "websocket_buffer_utilization_bytes",
            GAUGE,
            "What was written to the connection and not yet taken by the kernel in bytes",
            ALWAYS,
            "connection_id");

    /** When a metric is exposed. */
    public enum Presence {
        /** For every target, from the first answer on. */
        ALWAYS,
        /** From the first answer on, for the targets of a watch whose settings ask for it. */
        WHEN_CONFIGURED,
        /** As soon as there is something to tell. */
        WHEN_SEEN
    }

    /** What its value is. */
    public enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    private final String metricName;
    private final Type type;
    private final String help;
    private final Presence presence;

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable, which the type does not show
    private final List<String> labels;

    WatchMetric(String metricName, Type type, String help, Presence presence, String... labels) {
        this.metricName = metricName;
        this.type = type;
        this.help = help;
        this.presence = presence;
        this.labels = List.of(labels);
    }

    /** Of a counter with {@code _total}; of a histogram without {@code _bucket} and the like. */
    public String metricName() {
        return metricName;
    }

    public Type type() {
        return type;
    }

    /** One line, without a full stop. */
    public String help() {
        return help;
    }

    public Presence presence() {
        return presence;
    }

    /** The names of the labels in order, beside {@code watch}, {@code target}, those of the target, and {@code le}. */
    public List<String> labels() {
        return labels;
    }
}
