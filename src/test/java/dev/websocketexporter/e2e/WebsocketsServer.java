package dev.websocketexporter.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The server of {@code src/test/e2e/watch/python}: the package {@code websockets} of Python, with a heartbeat of its own. */
final class WebsocketsServer implements AutoCloseable {
    private static final Path SOURCES =
            Path.of("src", "test", "e2e", "watch", "python").toAbsolutePath();
    private static final Duration INSTALLS_WITHIN = Duration.ofSeconds(90);

    private final ManagedProcess process;
    private final int port;

    private WebsocketsServer(ManagedProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param directory empty */
    static WebsocketsServer start(Path directory) throws IOException {
        Path packages = Files.createDirectory(directory.resolve("packages"));
        Downloads.run(
                directory,
                INSTALLS_WITHIN,
                List.of(
                        Tools.require("pip3").toString(),
                        "install",
                        "--target=" + packages,
                        "--no-deps",
                        "--no-compile",
                        "--require-hashes",
                        "--only-binary=:all:",
                        "--disable-pip-version-check",
                        "--requirement=" + SOURCES.resolve("requirements.txt")));
        int port = Http.freePort();
        ManagedProcess process = ManagedProcess.start(
                directory,
                List.of(
                        "env",
                        "PYTHONPATH=" + packages,
                        Tools.require("python3").toString(),
                        "-B",
                        SOURCES.resolve("server.py").toString(),
                        String.valueOf(port)));
        return new WebsocketsServer(process.awaitReady(() -> process.output().contains("listening\n")), port);
    }

    int port() {
        return port;
    }

    /** SIGTERM: it closes its connections and ends. */
    @Override
    public void close() {
        process.close();
    }
}
