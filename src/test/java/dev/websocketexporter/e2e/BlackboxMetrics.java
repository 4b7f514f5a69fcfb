package dev.websocketexporter.e2e;

import static dev.websocketexporter.e2e.ComparisonWorld.ws;
import static dev.websocketexporter.e2e.ComparisonWorld.wss;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What blackbox_exporter's websocket prober tells, as {@code name{label,…}} and {@code phase=…}. */
final class BlackboxMetrics {
    static final Set<String> ALL = Set.of(
            "probe_success{}",
            "probe_duration_seconds{}",
            "probe_timeout_seconds{}",
            "probe_dns_lookup_time_seconds{}",
            "probe_ip_protocol{}",
            "probe_ip_addr_hash{}",
            "probe_websocket_status_code{}",
            "probe_websocket_connection_upgraded{}",
            "probe_websocket_failed_due_to_regex{}",
            "probe_websocket_duration_seconds{phase}",
            "phase=resolve",
            "phase=connect",
            "phase=processing",
            "phase=transfer");

    private BlackboxMetrics() {}

    /** All that the exporter tells of a conversation, a refusal and a wss target. */
    static Set<String> seenOf(ComparisonWorld world, Candidate exporter) throws IOException {
        Set<String> seen = new TreeSet<>();
        for (Samples metrics : new Samples[] {
            exporter.probe("talk", ws(world.talking)),
            exporter.probe("plain", ws(world.refusing)),
            exporter.probe("private", wss(world.secure))
        }) {
            metrics.all()
                    .forEach(sample -> seen.add(sample.name() + "{"
                            + String.join(",", new TreeSet<>(sample.labels().keySet())) + "}"));
            phases(metrics).forEach(phase -> seen.add("phase=" + phase));
        }
        return seen;
    }

    static Set<String> phases(Samples metrics) {
        return metrics.named("probe_websocket_duration_seconds").stream()
                .map(sample -> sample.label("phase"))
                .collect(Collectors.toSet());
    }
}
