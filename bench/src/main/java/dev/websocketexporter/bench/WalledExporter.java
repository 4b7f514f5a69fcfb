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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The exporter with the image's command line and user, in a mount namespace with a dead file system. Its output is a pipe
 * that need not be read.
 */
final class WalledExporter implements AutoCloseable {
    static final String UNREAD_OUTPUT = "an output that nobody reads";

    private static final Pattern LISTENING = Pattern.compile("address=127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern USER = Pattern.compile("(?m)^USER (\\d+):(\\d+)$");
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    /**
     * A mount whose other end is this shell's open file, which nobody serves; where that is not to be had, pipes whose
     * other ends nobody opens.
     */
    private static final String DEAD_MOUNT = """
            dead="$1"; shift
            { exec 3<>/dev/fuse; } 2>/dev/null &&
              mount -i -t fuse -o fd=3,rootmode=40000,user_id=0,group_id=0,allow_other dead "$dead" 2>/dev/null ||
              for i in $(seq 0 %d); do mkfifo -m 644 "$dead/file-$i" 2>/dev/null; done
            exec "$@"
            """.formatted(WallFiles.HUNG - 1);

    private final Process process;
    private final int port;
    private volatile boolean reads = true;
    private volatile boolean ends;

    private WalledExporter(Process process, BufferedReader output, int port, Path log) {
        this.process = process;
        this.port = port;
        Thread reader = new Thread(() -> copy(output, log), "output");
        reader.setDaemon(true);
        reader.start();
    }

    static WalledExporter start(WallFiles files) throws IOException {
        List<String> command = new ArrayList<>();
        boolean root = "root".equals(System.getProperty("user.name"));
        command.addAll(List.of("unshare", root ? "-m" : "-rm", "bash", "-c", DEAD_MOUNT, "bash"));
        command.add(files.dead().toString());
        if (root) {
            Matcher user = USER.matcher(Files.readString(Path.of("Dockerfile")));
            if (!user.find()) {
                throw new IllegalStateException("Dockerfile has no " + USER + " (expected: the image's user)");
            }
            command.addAll(
                    List.of("setpriv", "--reuid=" + user.group(1), "--regid=" + user.group(2), "--clear-groups"));
        }
        command.addAll(ThisExporter.imageCommand());
        command.addAll(List.of(
                "--config.file=" + files.configuration(),
                "--web.listen-address=127.0.0.1:0",
                "--log.prober=debug",
                "--log.level=debug"));
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                int port = Integer.parseInt(listening.group(1));
                WalledExporter exporter = new WalledExporter(
                        process, output, port, files.directory().resolve("exporter.log"));
                exporter.awaitReady();
                return exporter;
            }
        }
        throw new IllegalStateException("the exporter ended before it listened: " + said);
    }

    private void awaitReady() {
        Conditions.await(
                READY_WITHIN,
                () -> StartUps.get(port, "/-/ready").startsWith("HTTP/1.1 200"),
                () -> "the exporter does not become ready");
    }

    int port() {
        return port;
    }

    /** Whether what it says is read from now on. */
    void readOutput(boolean read) {
        reads = read;
    }

    private void copy(BufferedReader output, Path log) {
        try (Writer copy = Files.newBufferedWriter(log)) {
            while (true) {
                if (!reads) {
                    LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
                    continue;
                }
                String line = output.readLine();
                if (line == null) {
                    return;
                }
                copy.write(line + "\n");
            }
        } catch (IOException e) {
            // The process has ended, and the pipe with it, unless the log cannot be written.
            if (!ends) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** @param during what it had to stand */
    void requireAlive(String during) {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "the exporter ended with " + process.exitValue() + " during: " + during + " (expected: it stands)");
        }
    }

    double rssMebibytes() {
        return ProcessFigures.rssMebibytes(process.pid());
    }

    /** Sends SIGTERM: it must end with 0, in time. */
    void end() {
        ends = true;
        // Process.destroy would close the pipe too, and who writes to that fails rather than waits.
        process.toHandle().destroy();
        try {
            if (!process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the exporter did not end within " + ENDS_WITHIN + " after SIGTERM");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the exporter was ending", e);
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("the exporter ended with " + process.exitValue() + " (expected: 0)");
        }
    }

    @Override
    public void close() {
        ends = true;
        process.destroyForcibly();
    }
}
