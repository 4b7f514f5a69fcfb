package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Phase;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A limit of the exporter's own machine that a system call met.
 *
 * @param limit which
 * @param words what the limit is, and what would be right
 */
public record SystemLimit(ExporterLimit limit, String words) {
    /** Netty's native transport says the number: {@code connect(..) failed with error(-13): Permission denied}. */
    private static final Pattern NUMBER = Pattern.compile("error\\(-(\\d+)\\)");

    private static final SystemLimit DESCRIPTORS = new SystemLimit(
            ExporterLimit.DESCRIPTORS,
            "the exporter has no file descriptor left (expected: a higher limit of open files, as ulimit -n and"
                    + " LimitNOFILE set it, or a smaller --probe.max-concurrent)");

    private static final SystemLimit DESCRIPTORS_OF_THE_MACHINE = new SystemLimit(
            ExporterLimit.DESCRIPTORS,
            "the exporter's machine has no file descriptor left (expected: a higher fs.file-max)");

    private static final SystemLimit MEMORY = new SystemLimit(
            ExporterLimit.MEMORY,
            "the kernel of the exporter's machine has no memory left for it (expected: a higher limit of memory, or"
                    + " a smaller --probe.max-concurrent)");

    private static final SystemLimit FIREWALL = new SystemLimit(
            ExporterLimit.FIREWALL,
            "a rule of the exporter's own machine forbids it: a firewall, a prohibited route, seccomp or SELinux"
                    + " (expected: a rule that lets the exporter dial)");

    private static final SystemLimit PORTS = new SystemLimit(
            ExporterLimit.PORTS,
            "the exporter's machine has no local port left to dial from (expected: a wider"
                    + " net.ipv4.ip_local_port_range, or fewer connections to that address)");

    /** By the number of the error on Linux, and by the words of the C library, which is all that Java passes on. */
    private static final Map<String, SystemLimit> ANYWHERE = Map.ofEntries(
            Map.entry("24", DESCRIPTORS),
            Map.entry("too many open files", DESCRIPTORS),
            Map.entry("23", DESCRIPTORS_OF_THE_MACHINE),
            Map.entry("too many open files in system", DESCRIPTORS_OF_THE_MACHINE),
            Map.entry("file table overflow", DESCRIPTORS_OF_THE_MACHINE),
            Map.entry("12", MEMORY),
            Map.entry("cannot allocate memory", MEMORY),
            Map.entry("105", MEMORY),
            Map.entry("no buffer space available", MEMORY));

    /** Of these, a file or a process would mean something else. */
    private static final Map<String, SystemLimit> OF_SOCKETS = Map.ofEntries(
            Map.entry("1", FIREWALL),
            Map.entry("operation not permitted", FIREWALL),
            Map.entry("13", FIREWALL),
            Map.entry("permission denied", FIREWALL),
            Map.entry("11", PORTS),
            Map.entry("resource temporarily unavailable", PORTS),
            Map.entry("98", PORTS),
            Map.entry("address already in use", PORTS),
            Map.entry("99", PORTS),
            Map.entry("cannot assign requested address", PORTS));

    /** What any system call may meet; null: it is something else. */
    public static @Nullable SystemLimit of(Throwable thrown) {
        return found(thrown, ANYWHERE);
    }

    /** What any system call may meet, if one of these is there and is that; null: neither. */
    public static @Nullable SystemLimit ofAny(@Nullable Throwable thrown, @Nullable Throwable other) {
        SystemLimit limit = thrown == null ? null : of(thrown);
        return limit != null || other == null ? limit : of(other);
    }

    /** What opening, binding or connecting a socket may meet besides; null: it is something else. */
    public static @Nullable SystemLimit ofSocket(Throwable thrown) {
        SystemLimit anywhere = of(thrown);
        return anywhere == null ? found(thrown, OF_SOCKETS) : anywhere;
    }

    /** The failure of a probe that met it. */
    public ProbeFailedException in(Phase phase, String doing) {
        return ProbeFailedException.ofExporter(phase, limit, doing + ": " + words);
    }

    private static @Nullable SystemLimit found(Throwable thrown, Map<String, SystemLimit> limits) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message == null || !(cause instanceof IOException || cause instanceof RuntimeException)) {
                continue;
            }
            Matcher number = NUMBER.matcher(message);
            SystemLimit limit = number.find() ? limits.get(number.group(1)) : inWords(message, limits);
            if (limit != null) {
                return limit;
            }
        }
        return null;
    }

    /** The longest counts: some words begin like others. */
    private static @Nullable SystemLimit inWords(String message, Map<String, SystemLimit> limits) {
        String text = message.toLowerCase(Locale.ROOT);
        return limits.entrySet().stream()
                .filter(limit -> !Character.isDigit(limit.getKey().charAt(0)) && text.contains(limit.getKey()))
                .max((one, other) -> one.getKey().length() - other.getKey().length())
                .map(Entry::getValue)
                .orElse(null);
    }
}
