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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The exporter with the image's command line and user and the memory of the example, in a mount namespace with a dead file
 * system and a name server that lies. Its output is a pipe that need not be read.
 */
final class WalledExporter implements AutoCloseable {
    /** Nobody else is in this network namespace. */
    private static final int PORT = 10_115;

    /** Room for the healthy targets beside a thousand conversations. */
    private static final int MOST_PROBES = 1_100;

    private static final Pattern USER = Pattern.compile("(?m)^USER (\\d+):(\\d+)$");
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    /**
     * A mount whose other end is this shell's open file, which nobody serves; where that is not to be had, pipes whose
     * other ends nobody opens.
     */
    private static final String SURROUNDINGS = """
            dead="$1" names="$2" descriptors="$3" output="$4"; shift 4
            mount --bind "$names" /etc/resolv.conf || exit
            { exec 3<>/dev/fuse; } 2>/dev/null &&
              mount -i -t fuse -o fd=3,rootmode=40000,user_id=0,group_id=0,allow_other dead "$dead" 2>/dev/null ||
              for i in $(seq 0 %d); do mkfifo -m 644 "$dead/file-$i" 2>/dev/null; done
            [ -z "$descriptors" ] || ulimit -n "$descriptors"
            [ -z "$output" ] || exec >"$output" 2>&1
            exec "$@"
            """.formatted(WallFiles.HUNG - 1);

    private final Process process;
    private final WallAccess access;
    private final MemoryLimit memory;
    private volatile boolean reads = true;
    private volatile boolean ends;

    private WalledExporter(Process process, WallAccess access, MemoryLimit memory, Path log) {
        this.process = process;
        this.access = access;
        this.memory = memory;
        Thread reader = new Thread(() -> copy(process.inputReader(StandardCharsets.UTF_8), log), "output");
        reader.setDaemon(true);
        reader.start();
    }

    /** What an exporter lacks. */
    enum Lack {
        NOTHING("", ""),
        DESCRIPTORS("1024", ""),
        DISK("", "/dev/full");

        private final String descriptors;
        private final String output;

        Lack(String descriptors, String output) {
            this.descriptors = descriptors;
            this.output = output;
        }
    }

    /** Everybody may ask it. */
    static WalledExporter start(WallFiles files, Lack lack) throws IOException {
        return start(files, command(files, lack), new WallAccess(PORT, Optional.empty()), "exporter-" + lack);
    }

    /** It has all that it needs, and its port has TLS and a password. */
    static WalledExporter guarded(WallFiles files, WallWeb web) throws IOException {
        List<String> command = command(files, Lack.NOTHING);
        command.add("--web.config.file=" + web.file());
        return start(files, command, web.access(PORT), "exporter-guarded");
    }

    private static WalledExporter start(WallFiles files, List<String> command, WallAccess access, String name)
            throws IOException {
        MemoryLimit memory = MemoryLimit.ofTheExample();
        Process process = new ProcessBuilder(memory.limited(command))
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .start();
        Path log = files.directory().resolve(name + ".log");
        WalledExporter exporter = new WalledExporter(process, access, memory, log);
        try {
            exporter.awaitReady();
            return exporter;
        } catch (RuntimeException | AssertionError e) {
            exporter.close();
            throw new IllegalStateException("it said: " + Files.readString(log), e);
        }
    }

    private static List<String> command(WallFiles files, Lack lack) throws IOException {
        List<String> command = new ArrayList<>();
        boolean root = "root".equals(System.getProperty("user.name"));
        command.addAll(List.of("unshare", root ? "-m" : "-rm", "bash", "-c", SURROUNDINGS, "bash"));
        command.addAll(List.of(files.dead().toString(), files.resolvConf().toString(), lack.descriptors, lack.output));
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
                "--web.listen-address=127.0.0.1:" + PORT,
                "--probe.max-concurrent=" + MOST_PROBES,
                "--log.prober=debug",
                "--log.level=debug"));
        return command;
    }

    private void awaitReady() {
        Conditions.await(
                READY_WITHIN, () -> !process.isAlive() || isReady(), () -> "the exporter does not become ready");
        requireAlive("its start");
    }

    private boolean isReady() {
        try {
            return access.get("/-/ready").startsWith("HTTP/1.1 200");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    WallAccess access() {
        return access;
    }

    /** What it says is not read while this lasts. */
    WallTrouble unread() {
        return port -> {
            reads = false;
            return () -> reads = true;
        };
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
                copy.flush();
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

    /** Only what comes from now on counts for {@link #memory}; where this is not allowed, all counts. */
    void forgetPeak() {
        try {
            Files.writeString(Path.of("/proc", String.valueOf(process.pid()), "clear_refs"), "5");
        } catch (IOException e) {
            // Another user's process.
        }
    }

    WallRound.Memory memory() {
        return new WallRound.Memory(ProcessFigures.peakRssMebibytes(process.pid()), memory.mebibytes());
    }

    /** As a sentence of the report says it. */
    String memoryTitle() {
        return memory.title();
    }

    /** Sends SIGTERM, while nobody reads what it says: it must end with 0, in time. */
    void end() {
        reads = false;
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
        process.onExit().join();
        memory.close();
    }
}
