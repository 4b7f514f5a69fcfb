package dev.websocketexporter.bench;

import java.util.Optional;
import java.util.regex.Pattern;

/** What is measured on the wire, and the metrics that say the same. */
enum WirePhase {
    CONNECT("SYN → SYN/ACK: `connect`", ours("connect"), blackbox("connect")),
    TLS("ClientHello → Finished: `tls`", ours("tls"), blackbox("tls")),
    UPGRADE("GET → 101: `processing`", ours("processing"), blackbox("processing")),
    PING("ping → pong: round trip", sample("probe_websocket_ping_rtt_seconds{stat=\"max\""), Optional.empty());

    private final String title;
    private final Pattern sample;
    private final Optional<Pattern> blackboxSample;

    WirePhase(String title, Pattern sample, Optional<Pattern> blackboxSample) {
        this.title = title;
        this.sample = sample;
        this.blackboxSample = blackboxSample;
    }

    private static Pattern ours(String label) {
        return sample("probe_websocket_duration_seconds{phase=\"" + label + "\"");
    }

    /** The http prober's. */
    private static Optional<Pattern> blackbox(String label) {
        return Optional.of(sample("probe_http_duration_seconds{phase=\"" + label + "\""));
    }

    private static Pattern sample(String series) {
        return Pattern.compile("^" + Pattern.quote(series) + ",?} (\\S+)$");
    }

    /** As tables show it. */
    String title() {
        return title;
    }

    /** A line of this exporter's answer that says how long it took, in seconds, as group 1. */
    Optional<Pattern> sample() {
        return Optional.of(sample);
    }

    /** A line of blackbox_exporter's answer that says it; absent: it does not say. */
    Optional<Pattern> blackboxSample() {
        return blackboxSample;
    }
}
