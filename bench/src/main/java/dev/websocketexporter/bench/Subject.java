package dev.websocketexporter.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An exporter under measurement that runs. */
final class Subject implements AutoCloseable {
    /** Both exporters say it so, whatever port they got. */
    private static final Pattern LISTENING = Pattern.compile("address=127\\.0\\.0\\.1:(\\d+)");

    private final Child process;
    private final int port;

    private Subject(Child process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it and waits until it listens. */
    static Subject start(Path directory, String name, List<String> command) throws IOException {
        Child process = Child.quiet(directory, name, command);
        try {
            return new Subject(
                    process, Integer.parseInt(process.awaitLogged(LISTENING).group(1)));
        } catch (RuntimeException | AssertionError e) {
            process.close();
            throw e;
        }
    }

    Child process() {
        return process;
    }

    int port() {
        return port;
    }

    double cpuSeconds() {
        return ProcessFigures.cpuSeconds(process.pid());
    }

    double rssMebibytes() {
        return ProcessFigures.rssMebibytes(process.pid());
    }

    int descriptors() throws IOException {
        return entries("fd");
    }

    int threads() throws IOException {
        return entries("task");
    }

    private int entries(String kind) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc", String.valueOf(process.pid()), kind))) {
            return (int) all.count();
        }
    }

    /** What is reachable after a collection that this causes. */
    HeapHistogram heap() throws IOException {
        return HeapHistogram.of(process.pid());
    }

    @Override
    public void close() {
        process.close();
    }
}
