package dev.websocketexporter.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The connections of the pictures that are held open, under the names of companies that do not exist. */
final class PicturesWatch implements AutoCloseable {
    private static final Map<String, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put("/feed", "wss://feed.example.com/v1");
        NAMES.put("/chat", "wss://chat.example.com/socket");
        NAMES.put("/quiet", "wss://quotes.example.org/");
        NAMES.put("/hard", "wss://stream.example.com/feed");
        NAMES.put("/leaving", "wss://lobby.example.org/");
        NAMES.put("/rude", "wss://push.example.com/events");
        NAMES.put("/full", "wss://api.example.com/ws");
    }

    private final WatchedServer server;

    private PicturesWatch(WatchedServer server) {
        this.server = server;
    }

    /** @param directory an empty one */
    static PicturesWatch start(Path directory) throws IOException {
        return new PicturesWatch(WatchedServer.start(directory));
    }

    /** For the exporter's configuration. */
    String watches() {
        return server.watches();
    }

    /** The job that scrapes them, with other names for the targets. */
    String job(int exporterPort) {
        String names = NAMES.entrySet().stream()
                .map(name -> "      - {source_labels: [target], regex: '%s', target_label: target, replacement: '%s'}\n"
                        .formatted(server.url(name.getKey()), name.getValue()))
                .collect(Collectors.joining());
        return """
                  - job_name: websocket_watch
                    metrics_path: /watch
                    static_configs: [{targets: ["127.0.0.1:%d"], labels: {instance: "prober-1:10115"}}]
                    metric_relabel_configs:
                """.formatted(exporterPort) + names;
    }

    @Override
    public void close() {
        server.close();
    }
}
