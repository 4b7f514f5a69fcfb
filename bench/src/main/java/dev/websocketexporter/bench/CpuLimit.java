package dev.websocketexporter.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A share of one core for one process: a quota of a control group, as a container has it. Where this user may not make
 * one, the process is pinned to a core, and stopped and continued; Linux only.
 */
final class CpuLimit implements AutoCloseable {
    private static final int PERIOD_MICROS = 100_000;
    private static final int WHOLE = 100;
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
    private final @Nullable ControlGroup group;

    private CpuLimit(int percent, @Nullable ControlGroup group) {
        this.percent = percent;
        this.group = group;
    }

    /** @param percent of one core, from 1 to 100 */
    static CpuLimit of(int percent) throws IOException {
        return new CpuLimit(percent, ControlGroup.make("cpu", String.valueOf(percent), made -> set(made, percent)));
    }

    private static void set(Path group, int percent) throws IOException {
        String quota = String.valueOf(PERIOD_MICROS / WHOLE * percent);
        if (Files.exists(group.resolve("cpu.max"))) {
            Files.writeString(group.resolve("cpu.max"), quota + " " + PERIOD_MICROS, StandardOpenOption.WRITE);
        } else {
            Files.writeString(
                    group.resolve("cpu.cfs_period_us"), String.valueOf(PERIOD_MICROS), StandardOpenOption.WRITE);
            Files.writeString(group.resolve("cpu.cfs_quota_us"), quota, StandardOpenOption.WRITE);
        }
    }

    /** The command under this limit; its process is the one that is started. */
    List<String> limited(List<String> command) throws IOException {
        if (group != null) {
            return group.joined(command);
        }
        List<String> pinned = Cores.onOne(command);
        return percent == WHOLE
                ? pinned
                : shell(STOP_AND_CONTINUE, List.of(seconds(percent), seconds(WHOLE - percent)), pinned);
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
            group.close();
        }
    }
}
