package dev.websocketexporter.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A server that ends and starts again, on the same port and with the same files. */
final class Restartable implements AutoCloseable {
    private final Path directory;
    private final List<String> command;
    private final String readyUrl;
    private ManagedProcess process;

    /**
     * @param directory where it runs
     * @param command the program and its arguments
     * @param readyUrl answers 200 when it is ready
     */
    Restartable(Path directory, List<String> command, String readyUrl) throws IOException {
        this.directory = directory;
        this.command = List.copyOf(command);
        this.readyUrl = readyUrl;
        this.process = launch();
    }

    private ManagedProcess launch() throws IOException {
        return ManagedProcess.start(directory, command).awaitReady(() -> Http.answers(readyUrl));
    }

    /** Starts it again after it was stopped or killed. */
    void start() throws IOException {
        process = launch();
    }

    /** SIGTERM: it may write down what it knows. */
    void stop() {
        process.close();
    }

    /** SIGKILL. */
    void kill() {
        process.kill();
    }

    String output() {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }
}
