package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.Conditions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process that a measurement starts and ends. What it says goes to a file, or is talked about line by line. */
final class Child implements AutoCloseable {
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private final Process process;
    private final Path log;
    private final long startedAtNanos;

    private Child(Process process, Path log, long startedAtNanos) {
        this.process = process;
        this.log = log;
        this.startedAtNanos = startedAtNanos;
    }

    /** One whose output is kept in {@code NAME.log}. */
    static Child quiet(Path directory, String name, List<String> command) throws IOException {
        Path log = directory.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        long started = System.nanoTime();
        return new Child(builder.start(), log, started);
    }

    /** One that answers lines on its standard output; only what goes to standard error is kept. */
    static Child talking(Path directory, String name, List<String> command) throws IOException {
        Path log = directory.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        long started = System.nanoTime();
        return new Child(builder.start(), log, started);
    }

    long pid() {
        return process.pid();
    }

    /** When it was started, by {@link System#nanoTime}. */
    long startedAtNanos() {
        return startedAtNanos;
    }

    /** Waits until its log has a match. */
    MatchResult awaitLogged(Pattern pattern) {
        Conditions.await(
                STARTS_WITHIN,
                () -> !process.isAlive() || pattern.matcher(said()).find(),
                () -> "no " + pattern + " in: " + said());
        Matcher found = pattern.matcher(said());
        if (!found.find()) {
            throw new IllegalStateException("ended without saying " + pattern + ": " + said());
        }
        return found.toMatchResult();
    }

    String said() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line that the process writes. */
    String line() throws IOException {
        BufferedReader in = process.inputReader(StandardCharsets.UTF_8);
        String line = in.readLine();
        if (line == null) {
            throw new IOException("ended (expected: a line): " + said());
        }
        return line;
    }

    /** Sends the process a line, and returns its answer. */
    String ask(String question) throws IOException {
        Writer out = process.outputWriter(StandardCharsets.UTF_8);
        out.write(question + "\n");
        out.flush();
        return line();
    }

    /** Waits for its end, and returns its exit status. */
    int awaitExit() {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a process was ending", e);
        }
    }

    /** Sends a signal, such as {@code STOP}. */
    void signal(String name) {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid()).start();
            Process unused = kill.onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends SIGKILL and waits for the end. */
    void kill() {
        process.destroyForcibly();
        int unused = awaitExit();
    }

    /** Sends SIGTERM, waits for the end, and returns the exit status. */
    int end(Duration within) {
        process.destroy();
        Conditions.await(within, () -> !process.isAlive(), () -> "does not end after SIGTERM");
        return process.exitValue();
    }

    /** Sends SIGTERM and waits for the end. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
