package dev.websocketexporter.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What this process has open at one moment: threads, and descriptors of sockets, pipes and the like. */
public final class ResourceWatch {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<String, Integer> descriptors;
    private final Set<Thread> threads;

    private ResourceWatch(Map<String, Integer> descriptors, Set<Thread> threads) {
        this.descriptors = descriptors;
        this.threads = threads;
    }

    /** Remembers what is there now. */
    public static ResourceWatch begin() {
        return new ResourceWatch(
                openDescriptors(), new HashSet<>(Thread.getAllStackTraces().keySet()));
    }

    /** Waits until nothing is there that was not there before; fails with a list of what stays. */
    public void assertNothingLeft() {
        Conditions.await(PATIENCE, () -> left().isEmpty(), () -> "still there: " + left());
    }

    /** What is there now that was not there before, in words; empty when there is nothing. */
    List<String> left() {
        List<String> left = new ArrayList<>();
        openDescriptors().forEach((link, count) -> {
            int more = count - descriptors.getOrDefault(link, 0);
            if (more > 0) {
                left.add(more + " × " + link);
            }
        });
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !threads.contains(thread) && !isOfTheTests(thread))
                .map(thread -> "thread " + thread.getName())
                .forEach(left::add);
        return left;
    }

    /** Of the pool that runs the tests, which grows and shrinks as it likes. */
    private static boolean isOfTheTests(Thread thread) {
        return thread.getClass().getName().startsWith("org.junit.");
    }

    /** Plain files are left out: the class loader opens jars whenever it likes. */
    private static Map<String, Integer> openDescriptors() {
        Map<String, Integer> open = new TreeMap<>();
        try (Stream<Path> entries = Files.list(DESCRIPTORS)) {
            entries.forEach(entry -> {
                String link = linkOf(entry);
                if (link.startsWith("socket:") || link.startsWith("pipe:") || link.startsWith("anon_inode:")) {
                    open.merge(link, 1, Integer::sum);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + DESCRIPTORS + " (expected: Linux)", e);
        }
        return open;
    }

    private static String linkOf(Path entry) {
        try {
            return Files.readSymbolicLink(entry).toString();
        } catch (IOException e) {
            return ""; // closed since it was listed
        }
    }
}
