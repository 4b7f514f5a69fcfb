package dev.websocketexporter.e2e;

import java.io.IOException;
import java.nio.file.Files;
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
        Path npm = Tools.require("npm");
        for (String file : List.of("package.json", "package-lock.json", "echo.js")) {
            Files.copy(SOURCES.resolve(file), directory.resolve(file));
        }
        try (ManagedProcess install = ManagedProcess.start(
                directory, List.of(npm.toString(), "ci", "--no-audit", "--no-fund", "--ignore-scripts"))) {
            if (install.awaitExit() != 0) {
                throw new AssertionError("npm ci failed: " + install.output());
            }
        }
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
