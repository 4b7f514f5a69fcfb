package dev.websocketexporter.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Processor time of each thread of a process, as the kernel's scheduler counts it; Linux only. It is finer than the ticks
 * of 10 ms in which the process's own is counted, and leaves out threads that have ended: it is for an idle process.
 *
 * @param nanos by the thread's number
 */
record ThreadTimes(Map<String, Long> nanos) {
    private static final double NANOS_PER_SECOND = 1e9;

    ThreadTimes {
        nanos = Map.copyOf(nanos);
    }

    static ThreadTimes of(long pid) throws IOException {
        List<Path> threads;
        try (Stream<Path> all = Files.list(Path.of("/proc", String.valueOf(pid), "task"))) {
            threads = all.toList();
        }
        Map<String, Long> nanos = new HashMap<>();
        for (Path thread : threads) {
            try {
                String[] fields = Files.readString(thread.resolve("schedstat")).split(" ");
                nanos.put(String.valueOf(thread.getFileName()), Long.valueOf(fields[0]));
            } catch (NoSuchFileException e) {
                // It has ended since it was listed.
            }
        }
        return new ThreadTimes(nanos);
    }

    double secondsSince(ThreadTimes earlier) {
        return nanos.entrySet().stream()
                        .mapToLong(thread -> thread.getValue() - earlier.nanos.getOrDefault(thread.getKey(), 0L))
                        .sum()
                / NANOS_PER_SECOND;
    }
}
