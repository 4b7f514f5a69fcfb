package dev.websocketexporter.engine.resolve;

import dev.websocketexporter.probe.target.HostName;
import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that are known without asking a name server, see hosts(5). A file that cannot be read has none, and says
 * so in a warning. Safe for use by several threads.
 */
public final class HostsFile {
    /** Lists of blocked names are large. */
    private static final int MAX_BYTES = 32 << 20;

    private static final Pattern IPV4 = Pattern.compile(
            "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}");

    private final WatchedFile<Map<String, List<InetAddress>>> file;

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

    /** The addresses of both families for a name, those of IPv4 first; empty when the file does not have it. */
    List<InetAddress> addresses(String host) {
        List<InetAddress> known =
                file.value().getOrDefault(HostName.withoutTrailingDot(host).toLowerCase(Locale.ROOT), List.of());
        return Stream.concat(
                        known.stream().filter(address -> address instanceof Inet4Address),
                        known.stream().filter(address -> !(address instanceof Inet4Address)))
                .toList();
    }

    private static Map<String, List<InetAddress>> parsed(@Nullable String text) {
        Map<String, List<InetAddress>> entries = new HashMap<>();
        if (text != null) {
            text.lines().forEach(line -> add(line, entries));
        }
        return entries;
    }

    private static void add(String line, Map<String, List<InetAddress>> entries) {
        int comment = line.indexOf('#');
        StringTokenizer words = new StringTokenizer(comment < 0 ? line : line.substring(0, comment));
        InetAddress address = words.hasMoreTokens() ? address(words.nextToken()) : null;
        while (address != null && words.hasMoreTokens()) {
            String name = HostName.withoutTrailingDot(words.nextToken()).toLowerCase(Locale.ROOT);
            entries.computeIfAbsent(name, none -> new ArrayList<>(1)).add(address);
        }
    }

    /** As glibc and Go read it: no zero leads a number, so that none is octal; a zone is kept. Absent: it is none. */
    private static @Nullable InetAddress address(String word) {
        int zone = word.indexOf('%');
        String plain = zone < 0 ? word : word.substring(0, zone);
        boolean valid = plain.indexOf(':') < 0
                ? IPV4.matcher(plain).matches()
                : !plain.startsWith("[") && NetUtil.isValidIpV6Address(plain);
        if (!valid) {
            return null;
        }
        InetAddress address = Addresses.of(NetUtil.createByteArrayFromIpAddressString(plain));
        try {
            return zone < 0 ? address : ScopedAddress.of(address, word.substring(zone + 1));
        } catch (ScopedAddress.NoSuchZoneException e) {
            return null;
        }
    }
}
