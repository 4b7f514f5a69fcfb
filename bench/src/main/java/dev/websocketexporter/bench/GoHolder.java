package dev.websocketexporter.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The program {@code hold} of {@code bench/peers/watch}: connections held by gorilla/websocket. */
final class GoHolder implements AutoCloseable {
    private final Child process;

    /** Who sends the pings. */
    enum Pinger {
        /** One goroutine for all connections; of goroutines, a connection has the one that reads. */
        ONE("gorilla/websocket, a goroutine each"),
        /** A second goroutine of each connection, as in the library's own example. */
        EACH("gorilla/websocket, two goroutines each");

        private final String title;

        Pinger(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    private GoHolder(Child process) {
        this.process = process;
    }

    /** One that holds nothing. */
    static GoHolder idle(WatchYard yard) throws IOException {
        return start(yard, "idle-hold", List.of("-connections", "0"));
    }

    static GoHolder start(WatchYard yard, WatchPlan plan, LoadServer server, Pinger pinger, Duration ping)
            throws IOException {
        return start(
                yard,
                plan,
                server,
                List.of("-pinger", pinger.name().toLowerCase(Locale.ROOT), "-ping", ping.toMillis() + "ms"));
    }

    /** One that parses what it receives. */
    static GoHolder parsing(WatchYard yard, WatchPlan plan, LoadServer server) throws IOException {
        return start(yard, plan, server, List.of("-feed"));
    }

    private static GoHolder start(WatchYard yard, WatchPlan plan, LoadServer server, List<String> flags)
            throws IOException {
        List<String> all = new ArrayList<>(flags);
        all.addAll(List.of(
                "-urls",
                String.join(",", plan.urls(server.port(plan.crowd().scheme()))),
                "-connections",
                String.valueOf(plan.crowd().connections()),
                "-roots",
                yard.roots(),
                "-server-name",
                TargetServers.NAME));
        return start(yard, "hold", all);
    }

    private static GoHolder start(WatchYard yard, String name, List<String> flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(yard.program("hold")));
        command.addAll(flags);
        return new GoHolder(Child.talking(yard.directory(), name, command));
    }

    Child process() {
        return process;
    }

    Figures state() {
        try {
            return Figures.parse(process.ask("state"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
