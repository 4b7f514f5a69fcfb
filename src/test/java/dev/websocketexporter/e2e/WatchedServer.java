package dev.websocketexporter.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The server of {@code src/test/e2e/node/watched.js}: its paths differ in what goes wrong on connections that are held open. */
final class WatchedServer implements AutoCloseable {
    private static final Path SOURCES = Path.of("src", "test", "e2e", "node").toAbsolutePath();
    private static final String PROGRAM = "watched.js";

    private final ManagedProcess process;

    private WatchedServer(ManagedProcess process) {
        this.process = process;
    }

    /** @param directory an empty one */
    static WatchedServer start(Path directory) throws IOException {
        Path node = Tools.require("node");
        Npm.install(SOURCES, directory, PROGRAM);
        ManagedProcess server = ManagedProcess.start(directory, List.of(node.toString(), PROGRAM));
        return new WatchedServer(server.awaitReady(() -> server.output().endsWith("\n")));
    }

    /** @param path such as {@code /feed} */
    String url(String path) {
        return "ws://127.0.0.1:" + process.output().strip() + path;
    }

    /**
     * Entries of {@code watch} in an exporter's configuration whose connections give every metric something to say within
     * seconds. They are opened by the module {@code websocket}.
     */
    String watches() {
        return """
                watch:
                  - name: feed
                    module: websocket
                    targets: ["%1$s/feed"]
                    connections: 2
                    heartbeat: {interval: 1s, timeout: 500ms}
                    messages: {stale_after: 10s, sequence: {json: /seq}, timestamp: {json: /ts, unit: ms}}
                  - name: chat
                    module: websocket
                    targets: ["%1$s/chat"]
                    connections: 4
                    heartbeat: {interval: 1s, timeout: 500ms}
                    broadcast: {every: 1s, text: '{"room":"probe","id":"${id}"}', timeout: 300ms}
                  - name: faults
                    module: websocket
                    targets: ["%1$s/quiet", "%1$s/hard", "%1$s/leaving", "%1$s/rude", "%1$s/full"]
                    heartbeat: {interval: 1s, timeout: 300ms}
                    reconnect: {min_delay: 500ms, max_delay: 1s}
                    messages: {stale_after: 2s}
                    send: {every: 1s, text: '{"op":"ping"}'}
                """.formatted(url(""));
    }

    @Override
    public void close() {
        process.close();
    }
}
