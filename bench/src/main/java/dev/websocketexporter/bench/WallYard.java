package dev.websocketexporter.bench;

import dev.websocketexporter.bench.WallRound.HealthyProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The servers, the name server and the files, and what can be done with them. */
final class WallYard implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("(\\w+)=(\\d+)");
    private static final int HEALTHY_EACH = 10;
    private static final String OF_A_FLOOD = "transfer/message_too_large";

    private final List<Child> servers;
    private final Map<String, Integer> ports;
    private final WallFiles files;
    private final WallNames names;

    private WallYard(List<Child> servers, Map<String, Integer> ports, WallFiles files, WallNames names) {
        this.servers = servers;
        this.ports = ports;
        this.files = files;
        this.names = names;
    }

    /** @param directory where files and logs go; it is made if need be, and must be readable by the image's user */
    static WallYard open(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path root = directory.resolve("root.pem");
        Child healthy = Child.talking(directory, "healthy", Laboratory.java(WallServers.class, root.toString()));
        // Hostile peers have processors of their own, which they do not take from the exporter.
        List<String> command = new ArrayList<>(List.of("nice", "-n", "19"));
        command.addAll(Laboratory.java(WallServers.class));
        List<Child> servers = new ArrayList<>(List.of(healthy));
        try {
            servers.add(Child.talking(directory, "hostile", command));
            // What floods accepts nobody while it does, and the others must not look as if they did not answer.
            servers.add(Child.talking(directory, "flooding", command));
            Map<String, Integer> ports = new HashMap<>(ports(servers.get(2)));
            ports.put("flooding", Objects.requireNonNull(ports.get("hostile"), "hostile"));
            ports.putAll(ports(healthy));
            ports.putAll(ports(servers.get(1)));
            return new WallYard(servers, Map.copyOf(ports), WallFiles.make(directory, root), new WallNames());
        } catch (RuntimeException | IOException e) {
            for (Child server : servers) {
                server.close();
            }
            throw e;
        }
    }

    private static Map<String, Integer> ports(Child server) throws IOException {
        Map<String, Integer> ports = new HashMap<>();
        Matcher found = PORT.matcher(server.line());
        while (found.find()) {
            ports.put(found.group(1), Integer.valueOf(found.group(2)));
        }
        return ports;
    }

    WallFiles files() {
        return files;
    }

    /**
     * Each way to hurt it that has a round of its own.
     *
     * @param floods how many at once
     * @param dribbling how many clients dribble: all of them begin at once, which takes most of a short round
     */
    List<Wall> walls(WalledExporter exporter, int floods, int dribbling) {
        List<Wall> walls = new ArrayList<>(List.of(
                floods(floods),
                new Wall(
                        String.format(Locale.ROOT, "%,d floods of messages of 1 MiB, compressed", floods),
                        List.of(Wall.query("inflates", flooding(WallPeer.DEFLATED))),
                        floods,
                        OF_A_FLOOD)));
        walls.addAll(conversations(exporter));
        walls.addAll(List.of(
                new Wall("5,000 idle clients", WallClients.idle(5_000)),
                new Wall(
                        String.format(Locale.ROOT, "%,d clients that dribble 28 KiB of a head", dribbling),
                        WallClients.dribbling(dribbling)),
                unread(),
                new Wall("100 clients that pipeline without end", WallClients.pipelining(100)),
                new Wall(
                        "a name server that is late, silent, cut off, or has 500 addresses",
                        WallNames.queries(port("plain")),
                        100,
                        "success",
                        "resolve/timeout",
                        "resolve/resolver_failure"),
                new Wall("local ports used up", List.of(Wall.query("plain", hostile("/"))), 100, "success")
                        .with(WallPorts.usedUp(port("hostile")))));
        return walls;
    }

    /** What clients can do to an exporter that is behind this web configuration. */
    List<Wall> guarded(WallWeb web) {
        return GuardedWalls.all(web.guard(), healthy().get(0));
    }

    /** Those that the exporter has to stand all at once. */
    List<Wall> together(WalledExporter exporter) {
        List<Wall> walls = new ArrayList<>(conversations(exporter));
        walls.add(floods(200));
        walls.add(unread());
        return walls;
    }

    /** With more of everything than a process with few descriptors can have. */
    Wall moreThanDescriptors() {
        return floods(1_000).with(WallClients.idle(5_000));
    }

    /** With much to say. */
    Wall talkative() {
        return new Wall(
                "200 refused connections",
                List.of(Wall.query("plain", "ws://127.0.0.1:1/")),
                200,
                "connect/connection_refused");
    }

    private Wall floods(int atOnce) {
        return new Wall(
                String.format(Locale.ROOT, "%,d floods of messages of 1 MiB", atOnce),
                List.of(Wall.query("listens", flooding(WallPeer.FLOOD))),
                atOnce,
                OF_A_FLOOD);
    }

    private Wall unread() {
        return new Wall("300 clients that pipeline `GET /` and never read", WallClients.unread(300));
    }

    private List<Wall> conversations(WalledExporter exporter) {
        return List.of(
                new Wall(
                        "100 messages of 1 MiB that do not end",
                        List.of(Wall.query("listens", hostile(WallPeer.BEGUN))),
                        100,
                        OF_A_FLOOD),
                new Wall(
                        "20 sends of 1 MiB that nobody reads",
                        List.of(Wall.query("sends", hostile(WallPeer.UNREAD))),
                        20,
                        OF_A_FLOOD),
                new Wall(
                                "50 files on a file system that hangs",
                                files.hungQueries(ports),
                                WallFiles.HUNG,
                                "auth/authentication_setup",
                                "success")
                        .with(files.hanging()),
                new Wall(
                        "ten chains that are expensive to judge",
                        List.of(Wall.query("secure", "wss://127.0.0.1:" + port("maze") + "/")),
                        10,
                        "tls/unknown_authority",
                        "tls/certificate_invalid"),
                new Wall(
                        "20 redirect loops with three attempts",
                        List.of(Wall.query("redirects", hostile(WallPeer.REDIRECT))),
                        20,
                        "processing/too_many_redirects"),
                new Wall("an output that nobody reads", exporter.unread()));
    }

    private String hostile(String path) {
        return "ws://127.0.0.1:" + port("hostile") + path;
    }

    private String flooding(String path) {
        return "ws://127.0.0.1:" + port("flooding") + path;
    }

    private int port(String name) {
        return Objects.requireNonNull(ports.get(name), name);
    }

    WallRound play(WalledExporter exporter, String name, List<Wall> walls, Duration length) throws IOException {
        exporter.forgetPeak();
        List<WallTrouble.End> ends = new ArrayList<>();
        try (HealthWatch health = HealthWatch.of(exporter.access())) {
            health.begin();
            long until = System.nanoTime() + length.toNanos();
            for (Wall wall : walls) {
                ends.add(wall.trouble().begin(exporter.access().port()));
            }
            List<CompletableFuture<List<WallAnswer>>> hurting = walls.stream()
                    .map(wall -> wall.probes() == 0
                            ? CompletableFuture.completedFuture(List.<WallAnswer>of())
                            : new WallAttack(exporter.access(), wall).until(until))
                    .toList();
            List<HealthyProbe> answers = new HealthyProbes(exporter.access(), healthy()).until(until);
            List<WallAnswer> all = new ArrayList<>();
            int blamed = 0;
            for (int i = 0; i < walls.size(); i++) {
                List<WallAnswer> of = hurting.get(i).join();
                all.addAll(of);
                blamed += (int) of.stream().filter(walls.get(i)::blames).count();
            }
            exporter.requireAlive(name);
            List<Duration> took = health.end();
            close(ends);
            String afterwards = new HealthyProbes(exporter.access(), healthy()).once();
            return new WallRound(name, all, blamed, answers, took, afterwards, exporter.memory());
        } finally {
            close(ends);
        }
    }

    private static void close(List<WallTrouble.End> ends) throws IOException {
        while (!ends.isEmpty()) {
            ends.remove(0).close();
        }
    }

    private List<String> healthy() {
        List<String> queries = new ArrayList<>();
        IntStream.range(0, HEALTHY_EACH).forEach(i -> {
            queries.add(Wall.query("plain", "ws://" + Addresses.of(i) + ":" + port("plain") + "/"));
            queries.add(
                    Wall.query(i == 0 ? "secret" : "secure", "wss://" + Addresses.of(i) + ":" + port("secure") + "/"));
        });
        return queries;
    }

    @Override
    public void close() {
        names.close();
        servers.forEach(Child::close);
    }
}
