package dev.websocketexporter.bench;

import dev.websocketexporter.bench.WatchScale.Crowd;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Connections that are to be held: as a configuration of this exporter, and as the addresses that another client is told.
 *
 * @param keys of each entry of {@code watch}, beyond its name, module, targets and connections
 */
record WatchPlan(Crowd crowd, List<String> keys) {
    /** What the module of {@code watch} is called. */
    static final String MODULE = "held";

    /**
     * Each target has an entry of its own. The connections of one entry are opened over its shortest delay times their number,
     * those of all at most 50 a second: with 50 entries, the first of the two takes no longer than the second if the delay is 1 s.
     */
    private static final int ENTRIES = 50;

    /** Reads the number and the time of each message that a load server sends. */
    static final String NUMBERS_AND_TIMES = "messages: {sequence: {json: /seq}, timestamp: {json: /ts, unit: ms}}";

    WatchPlan {
        if (crowd.connections() % ENTRIES != 0) {
            throw new IllegalArgumentException(
                    crowd.connections() + " connections (expected: a multiple of " + ENTRIES + ")");
        }
        keys = List.copyOf(keys);
    }

    static WatchPlan of(Crowd crowd, String... keys) {
        return new WatchPlan(crowd, List.of(keys));
    }

    /** @param port of the server, which listens on the whole loopback network */
    List<String> urls(int port) {
        return IntStream.rangeClosed(1, ENTRIES)
                .mapToObj(i -> crowd.scheme().urlScheme() + "://127.0.0." + i + ":" + port + "/")
                .toList();
    }

    /** The module of the entries, to stand beneath {@code modules:}, and the entries. */
    String yaml(int port, String roots) {
        List<String> lines = new ArrayList<>(List.of(
                "  " + MODULE + ":",
                "    timeout: 10s",
                "    websocket:",
                "      preferred_ip_protocol: ip4",
                "      http_config: {tls_config: {ca_file: " + roots + ", server_name: " + TargetServers.NAME + "}}",
                "watch:"));
        for (String url : urls(port)) {
            lines.add("  - name: \"" + url + "\"");
            lines.add("    module: " + MODULE);
            lines.add("    targets: [\"" + url + "\"]");
            lines.add("    connections: " + crowd.connections() / ENTRIES);
            keys.forEach(key -> lines.add("    " + key));
        }
        return String.join("\n", lines) + "\n";
    }
}
