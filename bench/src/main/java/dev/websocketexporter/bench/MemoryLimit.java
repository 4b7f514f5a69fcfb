package dev.websocketexporter.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The memory of the example's container, as a limit of a control group where this user may make one: the kernel ends a
 * process that needs more. Elsewhere only {@link WallRound} looks at it.
 */
final class MemoryLimit implements AutoCloseable {
    private static final Path EXAMPLE = Path.of("examples", "kubernetes", "deployment.yaml");
    private static final Pattern LIMIT = Pattern.compile("limits:\n(?: +cpu: .*\n)? +memory: (\\d+)Mi");

    private final int mebibytes;
    private final @Nullable ControlGroup group;

    private MemoryLimit(int mebibytes, @Nullable ControlGroup group) {
        this.mebibytes = mebibytes;
        this.group = group;
    }

    static MemoryLimit ofTheExample() throws IOException {
        Matcher limit = LIMIT.matcher(Files.readString(EXAMPLE));
        if (!limit.find()) {
            throw new IOException(EXAMPLE + " has no limits with memory in Mi (expected: the limit of its container)");
        }
        int mebibytes = Integer.parseInt(limit.group(1));
        return new MemoryLimit(mebibytes, ControlGroup.make("memory", "memory", made -> set(made, mebibytes)));
    }

    private static void set(Path group, int mebibytes) throws IOException {
        Path second = group.resolve("memory.max");
        Files.writeString(
                Files.exists(second) ? second : group.resolve("memory.limit_in_bytes"),
                String.valueOf((long) mebibytes << 20),
                StandardOpenOption.WRITE);
    }

    int mebibytes() {
        return mebibytes;
    }

    /** As a sentence of the report says it. */
    String title() {
        return mebibytes + " MiB" + (group == null ? ", which is only looked at here" : ", by a control group");
    }

    List<String> limited(List<String> command) {
        return group == null ? command : group.joined(command);
    }

    @Override
    public void close() {
        if (group != null) {
            group.close();
        }
    }
}
