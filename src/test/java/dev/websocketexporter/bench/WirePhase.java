package dev.websocketexporter.bench;

import java.util.regex.Pattern;

/** What is measured on the wire, and the metric that says the same. */
enum WirePhase {
    CONNECT("SYN → SYN/ACK: `connect`", "probe_websocket_duration_seconds{phase=\"connect\""),
    TLS("ClientHello → Finished: `tls`", "probe_websocket_duration_seconds{phase=\"tls\""),
    UPGRADE("GET → 101: `processing`", "probe_websocket_duration_seconds{phase=\"processing\""),
    PING("ping → pong: round trip", "probe_websocket_ping_rtt_seconds{stat=\"max\"");

    private final String title;
    private final Pattern sample;

    WirePhase(String title, String series) {
        this.title = title;
        this.sample = Pattern.compile("^" + Pattern.quote(series) + ",?} (\\S+)$");
    }

    /** As tables show it. */
    String title() {
        return title;
    }

    /** A line of the exporter's answer that says how long it took, in seconds, as group 1. */
    Pattern sample() {
        return sample;
    }
}
