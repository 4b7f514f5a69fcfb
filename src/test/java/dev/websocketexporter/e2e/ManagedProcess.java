package dev.websocketexporter.e2e;

import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A process that a test starts and ends; what it says goes to a file that failures quote. */
final class ManagedProcess implements AutoCloseable {
    private static final Path NO_INPUT = Path.of("/dev/null");
    /** Many start at the same time, and some are brokers. */
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(180);

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);

    private final Process process;
    private final Path output;

    private ManagedProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * @param directory where it runs and where its output is kept
     * @param command the program and its arguments
     */
    static ManagedProcess start(Path directory, List<String> command) throws IOException {
        return start(directory, NO_INPUT, command);
    }

    /** The same with a file as the standard input. */
    static ManagedProcess start(Path directory, Path input, List<String> command) throws IOException {
        Path output = Files.createTempFile(directory, Path.of(command.get(0)).getFileName() + "-", ".log");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new ManagedProcess(process, output);
    }

    /** Waits until the condition holds; fails at once when the process ends before. */
    ManagedProcess awaitReady(BooleanSupplier ready) {
        try {
            Conditions.await(STARTS_WITHIN, () -> !process.isAlive() || ready.getAsBoolean(), this::output);
            if (!process.isAlive()) {
                throw new AssertionError("ended with " + process.exitValue() + " while it started: " + output());
            }
            return this;
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    /** Waits until the condition holds; the exit status when the process ends before. */
    OptionalInt awaitReadyOrEnd(Duration atMost, BooleanSupplier ready) {
        try {
            Conditions.await(atMost, () -> !process.isAlive() || ready.getAsBoolean(), this::output);
            return ready.getAsBoolean() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    /** All that it has said so far. */
    String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Sends SIGKILL, and waits until it has ended: nothing is written down, nobody is told. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Waits until it has ended, and returns its exit status. */
    int awaitExit() {
        return awaitExit(ENDS_WITHIN);
    }

    /** The same for a program that works for longer. */
    int awaitExit(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("did not end within " + atMost.toSeconds() + " s: " + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a process was ending", e);
        }
    }

    /** The same, and what it leaves behind is ended too; nothing of it keeps others from being ended. */
    void closeWithChildren() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            awaitExit();
        } finally {
            process.destroyForcibly();
        }
    }
}
