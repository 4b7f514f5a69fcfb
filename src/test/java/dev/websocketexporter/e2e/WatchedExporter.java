package dev.websocketexporter.e2e;

import dev.websocketexporter.testkit.Conditions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** An exporter with {@code watch} in its configuration, and what {@code /watch} says. */
final class WatchedExporter implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** Of a wait for the next attempt, windows of up to twice the longest delay. */
    private static final String SOON = "reconnect: {min_delay: 100ms, max_delay: 500ms}";

    private final Path file;
    private final Exporter exporter;

    private WatchedExporter(Path file, Exporter exporter) {
        this.file = file;
        this.exporter = exporter;
    }

    /**
     * An entry of {@code watch} with one target, which comes back soon after a drop.
     *
     * @param more of its keys, in one line each
     */
    static String entry(String name, String module, String url, String... more) {
        String keys = more.length == 0 ? "" : ", " + String.join(", ", more);
        return "  - {name: %s, module: %s, targets: ['%s'], %s%s}\n".formatted(name, module, url, SOON, keys);
    }

    /** @param configuration the whole file */
    static WatchedExporter start(Path directory, String configuration, String... flags) throws IOException {
        return start(directory, List.of(Tools.java().toString()), configuration, flags);
    }

    /** @param java the program, and what comes before it */
    static WatchedExporter start(Path directory, List<String> java, String configuration, String... flags)
            throws IOException {
        Path file = Files.writeString(directory.resolve("watching.yml"), configuration);
        String[] all = new String[flags.length + 1];
        System.arraycopy(flags, 0, all, 1, flags.length);
        all[0] = "--config.file=" + file;
        return new WatchedExporter(file, Exporter.start(directory, java, all));
    }

    WatchReading read(String watch) {
        try {
            return WatchReading.of(Samples.of(exporter.get("/watch").body()), watch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the figures are as wanted, and returns them. */
    WatchReading await(Duration atMost, String watch, Predicate<WatchReading> wanted) {
        WatchReading[] last = new WatchReading[1];
        Conditions.await(
                atMost,
                PAUSE,
                () -> {
                    last[0] = read(watch);
                    return !last[0].isEmpty() && wanted.test(last[0]);
                },
                () -> watch + "\n" + last[0] + exporter.process().output());
        return last[0];
    }

    /** Puts another configuration into force. */
    void reload(String configuration) throws IOException {
        Path next = Files.writeString(file.resolveSibling("next.yml"), configuration);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        Signalled.send("HUP", exporter.process().pid());
    }

    Exporter exporter() {
        return exporter;
    }

    String output() {
        return exporter.process().output();
    }

    @Override
    public void close() {
        exporter.close();
    }
}
