package dev.websocketexporter.e2e;

import dev.websocketexporter.testkit.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Real servers: each directory of {@code src/test/e2e/servers} has a program {@code start} that installs what it needs,
 * starts its servers and says in a line where they are. All of them start at the same time.
 */
final class ServerFleet implements AutoCloseable {
    static final Path DIRECTORY = Path.of("src", "test", "e2e", "servers").toAbsolutePath();

    /** Statuses with which a program says that it cannot be had here, and that something is missing. */
    private static final int NOT_HERE = 77;

    private static final int MISSING = 69;
    private static final String FAILED = "failed: ";

    /** Below those that the kernel gives away. */
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS_OF_EACH = 100;

    private static final Duration STARTS_WITHIN = Duration.ofMinutes(7);

    private final List<CompletableFuture<Member>> members = new ArrayList<>();
    private final Map<String, String> urls = new LinkedHashMap<>();
    private final Map<String, String> skipped = new LinkedHashMap<>();

    /** @param skipped why it was not started; empty: it runs */
    private record Member(String name, ManagedProcess process, Map<String, String> urls, String skipped) {}

    private ServerFleet() {}

    /** Returns when all of them accept connections, or have said why they do not. */
    static ServerFleet start(Path directory, boolean longTail) throws IOException {
        ServerFleet fleet = new ServerFleet();
        AtomicInteger ports = new AtomicInteger(FIRST_PORT);
        try (Stream<Path> programs = Files.list(DIRECTORY)) {
            programs.filter(sources -> Files.exists(sources.resolve("start")))
                    .filter(sources -> longTail || !Files.exists(sources.resolve("long-tail")))
                    .sorted()
                    .forEach(sources -> fleet.members.add(begin(sources, directory, ports.getAndAdd(PORTS_OF_EACH))));
        }
        try {
            fleet.members.forEach(member -> fleet.add(member.join()));
        } catch (RuntimeException e) {
            fleet.close();
            throw e;
        }
        return fleet;
    }

    private void add(Member member) {
        if (member.skipped().isEmpty()) {
            urls.putAll(member.urls());
        } else {
            skipped.put(member.name(), member.skipped());
        }
    }

    private static CompletableFuture<Member> begin(Path sources, Path directory, int ports) {
        String name = String.valueOf(sources.getFileName());
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return started(name, sources, Files.createDirectory(directory.resolve(name)), ports);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> new Thread(task, "start-" + name).start());
    }

    /** @param ports where those begin that no other program has */
    private static Member started(String name, Path sources, Path home, int ports) throws IOException {
        long begun = System.nanoTime();
        List<String> command = List.of(
                "env",
                "SOURCES=" + sources,
                "PORTS=" + ports,
                sources.resolve("start").toString());
        ManagedProcess process = ManagedProcess.start(home, command);
        OptionalInt ended;
        try {
            ended = process.awaitReadyOrEnd(
                    STARTS_WITHIN, () -> !Announced.urls(process).isEmpty());
        } catch (AssertionError late) {
            return failed(name, process, "is late: " + late.getMessage());
        }
        String said = process.output().strip();
        if (ended.isEmpty()) {
            System.out.printf(
                    "%s started within %d s%n",
                    name, Duration.ofNanos(System.nanoTime() - begun).toSeconds());
            return new Member(name, process, Announced.urls(process), "");
        }
        String reason = (ended.getAsInt() == MISSING ? "missing: " : "") + said;
        return ended.getAsInt() == NOT_HERE || ended.getAsInt() == MISSING
                ? new Member(name, process, Map.of(), reason)
                : failed(name, process, "ended with " + ended.getAsInt() + ": " + said);
    }

    /** The tests of its rows fail, and those of others are not kept from what they show. */
    private static Member failed(String name, ManagedProcess process, String how) {
        return new Member(name, process, Map.of(), FAILED + name + " " + how);
    }

    /** Where it listens; skips the test if its program said that it cannot be had here. */
    String url(ServerRow row) {
        return url(row, row.id());
    }

    /** The same for another address that the row's program has announced. */
    String url(ServerRow row, String announced) {
        String reason = skipped.get(row.fleet());
        if (reason != null) {
            String words = row + ": " + reason;
            if (reason.startsWith(FAILED)) {
                throw new AssertionError(words);
            }
            if (reason.startsWith("missing: ")) {
                Programs.missing(words);
            }
            Programs.skipUnless(false, words);
        }
        String url = urls.get(announced);
        if (url == null) {
            throw new AssertionError(row.fleet() + " has not announced " + announced + " (but " + urls.keySet() + ")");
        }
        return url;
    }

    boolean runs(ServerRow row) {
        return urls.containsKey(row.id());
    }

    /** Its own origin, which rows write as {@code https://HOST}; empty if it does not run. */
    String origin(ServerRow row) {
        String url = urls.getOrDefault(row.id(), "");
        return url.isEmpty()
                ? ""
                : "http" + (url.startsWith("wss") ? "s" : "") + "://"
                        + URI.create(url).getAuthority();
    }

    /** Stops all of them. */
    @Override
    public void close() {
        for (CompletableFuture<Member> begun : members) {
            begun.handle((member, failure) -> {
                        if (member != null) {
                            member.process().closeWithChildren();
                        }
                        return failure;
                    })
                    .join();
        }
        members.clear();
    }
}
