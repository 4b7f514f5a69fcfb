package dev.websocketexporter.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel says of a process; Linux only. */
final class ProcessFigures {
    /** USER_HZ, which is 100 on every architecture that Debian has. */
    private static final double TICKS_PER_SECOND = 100;

    /** After the program's name: state is the first field, utime the 12th, stime the 13th (proc(5) counts from the pid). */
    private static final int UTIME = 11;

    private ProcessFigures() {}

    /** Processor time that all its threads have used, in user and kernel mode. */
    static double cpuSeconds(long pid) {
        String stat = read(pid, "stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1])) / TICKS_PER_SECOND;
    }

    static double rssMebibytes(long pid) {
        return status(pid, "VmRSS:");
    }

    /** The most that it ever had. */
    static double peakRssMebibytes(long pid) {
        return status(pid, "VmHWM:");
    }

    /** Of the whole machine, in the last minute. */
    static String loadAverage() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double status(long pid, String field) {
        String kibibytes = read(pid, "status")
                .lines()
                .filter(line -> line.startsWith(field))
                .findFirst()
                .orElseThrow()
                .replaceAll("[^0-9]", "");
        return Long.parseLong(kibibytes) / 1024.0;
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), file));
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid + " has ended (expected: it serves to the end)", e);
        }
    }
}
