package dev.websocketexporter.engine.resolve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The system's {@code /etc/resolv.conf}, read again when it changes. What it says wrongly is warned about once. */
public final class SystemResolvConf implements ResolvConf.Source {
    private static final Logger LOG = LoggerFactory.getLogger(SystemResolvConf.class);
    private static final Path PATH = Path.of("/etc/resolv.conf");
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final int MAX_BYTES = 64 << 10;

    private final Map<String, String> environment;
    private final Consumer<String> warnings;
    private final WatchedFile<ResolvConf> file;
    private List<String> told = List.of();

    /** {@code /etc/resolv.conf}, with its warnings in the log. */
    public static SystemResolvConf ofThisMachine() {
        return new SystemResolvConf(PATH, System.getenv(), LOG::warn);
    }

    /** Reads nothing yet: until {@link #refresh} it is as if there were no file. */
    SystemResolvConf(Path path, Map<String, String> environment, Consumer<String> warnings) {
        this.environment = Map.copyOf(environment);
        this.warnings = warnings;
        ResolvConf unread = ResolvConfParser.parse("", path.toString(), "", environment);
        this.file = new WatchedFile<>(path, MAX_BYTES, text -> parsed(path, text), unread, warnings);
    }

    @Override
    public ResolvConf get() {
        return file.value();
    }

    @Override
    public void refresh() {
        // What a line needs may come later, such as a network interface.
        if (!get().warnings().isEmpty()) {
            file.forget();
        }
        file.refresh();
    }

    private ResolvConf parsed(Path path, @Nullable String text) {
        ResolvConf conf = ResolvConfParser.parse(text, path.toString(), hostName(), environment);
        conf.warnings().stream().filter(warning -> !told.contains(warning)).forEach(warnings);
        told = conf.warnings();
        return conf;
    }

    /** The machine's name without a lookup; empty when the system does not tell. */
    private static String hostName() {
        try {
            return Files.readString(HOST_NAME).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
