package dev.websocketexporter.engine.resolve;

import dev.websocketexporter.probe.target.HostName;
import io.netty.resolver.HostsFileEntriesProvider;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that are known without asking a name server, see hosts(5). A file that cannot be read has none, and says
 * so in a warning. Safe for use by several threads.
 */
public final class HostsFile {
    /** Lists of blocked names are large. */
    private static final int MAX_BYTES = 32 << 20;

    private final WatchedFile<HostsFileEntriesProvider> file;

    /** Reads nothing yet. */
    HostsFile(Path path, Consumer<String> warnings) {
        this.file = new WatchedFile<>(path, MAX_BYTES, HostsFile::parsed, parsed(null), warnings);
    }

    public static Path systemPath() {
        String windows = System.getenv("SystemRoot");
        return windows == null ? Path.of("/etc/hosts") : Path.of(windows, "system32", "drivers", "etc", "hosts");
    }

    /** Reads the file again if it has changed. Waits for a disk: not for an event loop. */
    void refresh() {
        file.refresh();
    }

    /** The addresses of both families for a name, in the order of the file; empty when the file does not have it. */
    List<InetAddress> addresses(String host) {
        String name = HostName.withoutTrailingDot(host).toLowerCase(Locale.ROOT);
        HostsFileEntriesProvider entries = file.value();
        List<InetAddress> addresses = new ArrayList<>(entries.ipv4Entries().getOrDefault(name, List.of()));
        addresses.addAll(entries.ipv6Entries().getOrDefault(name, List.of()));
        return addresses;
    }

    private static HostsFileEntriesProvider parsed(@Nullable String text) {
        try {
            return HostsFileEntriesProvider.parser().parse(new StringReader(text == null ? "" : text));
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory", e);
        }
    }
}
