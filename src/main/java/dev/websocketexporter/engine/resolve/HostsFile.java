package dev.websocketexporter.engine.resolve;

import dev.websocketexporter.probe.target.HostAndPort;
import io.netty.resolver.HostsFileEntriesProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that are known without asking a name server. The file is looked at for each probe and read again when
 * it has changed; it is small and local, so that this may happen on an event loop. Safe for use by several threads.
 */
public final class HostsFile {
    private record Version(FileTime modified, long size) {}

    private record Content(@Nullable Version version, HostsFileEntriesProvider entries) {}

    private final Path path;
    private volatile @Nullable Content content;

    public HostsFile(Path path) {
        this.path = path;
    }

    public static Path systemPath() {
        String windows = System.getenv("SystemRoot");
        return windows == null ? Path.of("/etc/hosts") : Path.of(windows, "system32", "drivers", "etc", "hosts");
    }

    /**
     * The addresses of both families for a name, in the order of the file; empty when the file does not have it.
     *
     * @throws UncheckedIOException when the file is there and cannot be read
     */
    List<InetAddress> addresses(String host) {
        String name = HostAndPort.withoutTrailingDot(host).toLowerCase(Locale.ROOT);
        HostsFileEntriesProvider entries = current().entries();
        List<InetAddress> addresses = new ArrayList<>(entries.ipv4Entries().getOrDefault(name, List.of()));
        addresses.addAll(entries.ipv6Entries().getOrDefault(name, List.of()));
        return addresses;
    }

    private Content current() {
        try {
            Version version = version();
            Content known = content;
            if (known == null || !java.util.Objects.equals(known.version(), version)) {
                known = new Content(version, read(version));
                content = known;
            }
            return known;
        } catch (IOException e) {
            throw new UncheckedIOException("hosts file " + path + " cannot be read", e);
        }
    }

    private @Nullable Version version() throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Version(attributes.lastModifiedTime(), attributes.size());
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private HostsFileEntriesProvider read(@Nullable Version version) throws IOException {
        HostsFileEntriesProvider.Parser parser = HostsFileEntriesProvider.parser();
        return version == null
                ? parser.parse(new java.io.StringReader(""))
                : parser.parse(path.toFile(), StandardCharsets.UTF_8);
    }
}
