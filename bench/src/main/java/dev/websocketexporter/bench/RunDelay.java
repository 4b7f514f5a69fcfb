package dev.websocketexporter.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How long the probe loops of an exporter ran, and how long they were ready to run and had no CPU, as the kernel's
 * scheduler counts it; Linux only.
 *
 * @param running in ns
 * @param waiting for a CPU, in ns
 * @param slices how many times they were given one
 */
record RunDelay(long running, long waiting, long slices) {
    private static final String LOOP = "probe-";
    private static final double NANOS_PER_MICRO = 1e3;

    /** Of all its loops since they were started. */
    static RunDelay of(long pid) throws IOException {
        return of(Path.of("/proc", String.valueOf(pid), "task"));
    }

    /** @param tasks a directory for each thread, as in proc(5) */
    static RunDelay of(Path tasks) throws IOException {
        RunDelay sum = new RunDelay(0, 0, 0);
        List<Path> threads;
        try (Stream<Path> all = Files.list(tasks)) {
            threads = all.toList();
        }
        for (Path thread : threads) {
            if (Files.readString(thread.resolve("comm")).startsWith(LOOP)) {
                String[] fields =
                        Files.readString(thread.resolve("schedstat")).strip().split(" ");
                sum = new RunDelay(
                        sum.running + Long.parseLong(fields[0]),
                        sum.waiting + Long.parseLong(fields[1]),
                        sum.slices + Long.parseLong(fields[2]));
            }
        }
        return sum;
    }

    RunDelay since(RunDelay earlier) {
        return new RunDelay(running - earlier.running, waiting - earlier.waiting, slices - earlier.slices);
    }

    String perSlice() {
        return String.format(
                Locale.ROOT,
                "ran %.0f µs and waited %.0f µs",
                running / NANOS_PER_MICRO / Math.max(1, slices),
                waiting / NANOS_PER_MICRO / Math.max(1, slices));
    }
}
