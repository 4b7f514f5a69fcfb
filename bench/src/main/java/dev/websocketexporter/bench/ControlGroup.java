package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A control group of either version, which is removed at the end; Linux only. */
final class ControlGroup implements AutoCloseable {
    private static final Path MOUNT = Path.of("/sys/fs/cgroup");
    private static final Duration GONE_WITHIN = Duration.ofSeconds(10);

    /** The shell becomes the process, and is in the group before. */
    private static final String JOIN = "[ -e \"$1\" ] && echo $$ >\"$1\" || exit 1; shift; exec \"$@\"";

    private final Path directory;

    private ControlGroup(Path directory) {
        this.directory = directory;
    }

    /** Sets the limits of a group that has just been made. */
    @FunctionalInterface
    interface Setting {
        void on(Path group) throws IOException;
    }

    /**
     * A group that processes can join; null: this user can make none.
     *
     * @param controller such as {@code cpu}
     * @param name distinguishes it from others of this process
     */
    static @Nullable ControlGroup make(String controller, String name, Setting setting) throws IOException {
        String full = "websocket-exporter-bench-" + ProcessHandle.current().pid() + "-" + name;
        for (Path parent : parents(controller)) {
            ControlGroup group = new ControlGroup(parent.resolve(full));
            if (group.isMade(setting)) {
                return group;
            }
        }
        return null;
    }

    /** This process's own groups and the topmost ones, of both versions. */
    private static List<Path> parents(String controller) throws IOException {
        List<Path> parents = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
            String[] fields = line.split(":", 3);
            boolean second = fields[1].isEmpty();
            if (second || Arrays.asList(fields[1].split(",")).contains(controller)) {
                Path top = second ? MOUNT : MOUNT.resolve(fields[1]);
                parents.add(top.resolve(fields[2].substring(1)));
                parents.add(top);
            }
        }
        return parents;
    }

    private boolean isMade(Setting setting) throws IOException {
        try {
            Files.createDirectory(directory);
            setting.on(directory);
            if (lets()) {
                return true;
            }
        } catch (IOException e) {
            // Not mounted, not writable, or without such a limit: the next one is tried.
        }
        if (Files.isDirectory(directory)) {
            close();
        }
        return false;
    }

    /** Some groups can be made, but not joined. */
    private boolean lets() throws IOException {
        Process trial = new ProcessBuilder(joined(List.of("true"))).start();
        try {
            return trial.waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The command in this group; its process is the one that is started. */
    List<String> joined(List<String> command) {
        List<String> all = new ArrayList<>(List.of("bash", "-c", JOIN, "bash"));
        all.add(directory.resolve("cgroup.procs").toString());
        all.addAll(command);
        return all;
    }

    /** After the end of its processes. */
    @Override
    public void close() {
        Conditions.await(
                GONE_WITHIN,
                () -> {
                    try {
                        Files.deleteIfExists(directory);
                        return true;
                    } catch (IOException e) {
                        return false;
                    }
                },
                () -> directory + " cannot be removed");
    }
}
