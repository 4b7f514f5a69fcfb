package dev.websocketexporter.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The echo server of {@code src/test/e2e/node}: the package {@code ws} of Node.js. */
final class NodeEcho implements AutoCloseable {
    private static final Path SOURCES = Path.of("src", "test", "e2e", "node").toAbsolutePath();

    private final ManagedProcess process;

    private NodeEcho(ManagedProcess process) {
        this.process = process;
    }

    static NodeEcho start(Path directory) throws IOException {
        Path node = Tools.require("node");
        Npm.install(SOURCES, directory, "echo.js");
        ManagedProcess server = ManagedProcess.start(directory, List.of(node.toString(), "echo.js"));
        return new NodeEcho(server.awaitReady(() -> server.output().endsWith("\n")));
    }

    int port() {
        return Integer.parseInt(process.output().strip());
    }

    @Override
    public void close() {
        process.close();
    }
}
