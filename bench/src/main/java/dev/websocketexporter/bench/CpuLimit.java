package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A share of one core for one process: a quota of a control group, as a container has it. Where this user may not make
 * one, the process is pinned to a core, and stopped and continued; Linux only.
 */
final class CpuLimit implements AutoCloseable {
    private static final Path MOUNT = Path.of("/sys/fs/cgroup");
    private static final int PERIOD_MICROS = 100_000;
    private static final int WHOLE = 100;
    private static final Duration GONE_WITHIN = Duration.ofSeconds(10);

    /** The shell becomes the process, and is in the group before. */
    private static final String JOIN = "[ -e \"$1\" ] && echo $$ >\"$1\" || exit 1; shift; exec \"$@\"";

    /** Runs and rests for the given seconds until the process is gone; waiting starts no program. */
    private static final String STOP_AND_CONTINUE = """
            run="$1"; rest="$2"; shift 2
            {
              exec 3<> <(:)
              while kill -CONT $$ 2>/dev/null; do
                read -rt "$run" <&3
                kill -STOP $$ 2>/dev/null
                read -rt "$rest" <&3
              done
            } &
            exec "$@"
            """;

    private final int percent;
    private final @Nullable Path group;

    private CpuLimit(int percent, @Nullable Path group) {
        this.percent = percent;
        this.group = group;
    }

    /** @param percent of one core, from 1 to 100 */
    static CpuLimit of(int percent) throws IOException {
        String name = "websocket-exporter-bench-" + ProcessHandle.current().pid() + "-" + percent;
        for (Path parent : parents()) {
            Path group = parent.resolve(name);
            if (make(group, percent)) {
                return new CpuLimit(percent, group);
            }
        }
        return new CpuLimit(percent, null);
    }

    /** This process's own groups and the topmost ones, of both versions. */
    private static List<Path> parents() throws IOException {
        List<Path> parents = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
            String[] fields = line.split(":", 3);
            boolean second = fields[1].isEmpty();
            if (second || Arrays.asList(fields[1].split(",")).contains("cpu")) {
                Path top = second ? MOUNT : MOUNT.resolve(fields[1]);
                parents.add(top.resolve(fields[2].substring(1)));
                parents.add(top);
            }
        }
        return parents;
    }

    private static boolean make(Path group, int percent) throws IOException {
        String quota = String.valueOf(PERIOD_MICROS / WHOLE * percent);
        try {
            Files.createDirectory(group);
            if (Files.exists(group.resolve("cpu.max"))) {
                Files.writeString(group.resolve("cpu.max"), quota + " " + PERIOD_MICROS, StandardOpenOption.WRITE);
            } else {
                Files.writeString(
                        group.resolve("cpu.cfs_period_us"), String.valueOf(PERIOD_MICROS), StandardOpenOption.WRITE);
                Files.writeString(group.resolve("cpu.cfs_quota_us"), quota, StandardOpenOption.WRITE);
            }
            if (lets(group)) {
                return true;
            }
        } catch (IOException e) {
            // Not mounted, not writable, or without a quota: the next one is tried.
        }
        if (Files.isDirectory(group)) {
            remove(group);
        }
        return false;
    }

    /** Some groups can be made, but not joined. */
    private static boolean lets(Path group) throws IOException {
        Process trial = new ProcessBuilder(joined(group, List.of("true"))).start();
        try {
            return trial.waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The command under this limit; its process is the one that is started. */
    List<String> limited(List<String> command) throws IOException {
        if (group != null) {
            return joined(group, command);
        }
        List<String> pinned = Cores.onOne(command);
        return percent == WHOLE
                ? pinned
                : shell(STOP_AND_CONTINUE, List.of(seconds(percent), seconds(WHOLE - percent)), pinned);
    }

    private static List<String> joined(Path group, List<String> command) {
        return shell(JOIN, List.of(group.resolve("cgroup.procs").toString()), command);
    }

    private static List<String> shell(String script, List<String> arguments, List<String> command) {
        List<String> all = new ArrayList<>(List.of("bash", "-c", script, "bash"));
        all.addAll(arguments);
        all.addAll(command);
        return all;
    }

    /** Of a tenth of a second, which is the period of a quota too. */
    private static String seconds(int percent) {
        return String.valueOf(percent / (double) (10 * WHOLE));
    }

    /** As the table says it. */
    String title() {
        String share = percent == WHOLE ? "1 core" : percent / (double) WHOLE + " of a core";
        String pinned = percent == WHOLE ? ", pinned" : ", pinned, stopped and continued ten times a second";
        return share + (group == null ? pinned : ", by a quota");
    }

    /** After the end of its process. */
    @Override
    public void close() {
        if (group != null) {
            remove(group);
        }
    }

    private static void remove(Path group) {
        Conditions.await(
                GONE_WITHIN,
                () -> {
                    try {
                        Files.deleteIfExists(group);
                        return true;
                    } catch (IOException e) {
                        return false;
                    }
                },
                () -> group + " cannot be removed");
    }
}
