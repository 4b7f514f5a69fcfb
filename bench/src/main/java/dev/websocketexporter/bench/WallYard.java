package dev.websocketexporter.bench;

import dev.websocketexporter.bench.WallRound.HealthyProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The servers, the exporter, and those who ask it. */
final class WallYard implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("(\\w+)=(\\d+)");
    private static final int HEALTHY_EACH = 10;

    private final Child servers;
    private final Map<String, Integer> ports;
    private final WallFiles files;
    private final WalledExporter exporter;
    private final HealthWatch health;

    private WallYard(
            Child servers, Map<String, Integer> ports, WallFiles files, WalledExporter exporter, HealthWatch health) {
        this.servers = servers;
        this.ports = ports;
        this.files = files;
        this.exporter = exporter;
        this.health = health;
    }

    /** @param directory where files and logs go; it is made if need be, and must be readable by the image's user */
    static WallYard open(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path root = directory.resolve("root.pem");
        // Peers have processors of their own, which they do not take from the exporter.
        List<String> command = new ArrayList<>(List.of("nice", "-n", "19"));
        command.addAll(Laboratory.java(WallServers.class, root.toString()));
        Child servers = Child.talking(directory, "servers", command);
        try {
            Matcher found = PORT.matcher(servers.line());
            Map<String, Integer> ports = new HashMap<>();
            while (found.find()) {
                ports.put(found.group(1), Integer.valueOf(found.group(2)));
            }
            WallFiles files = WallFiles.make(directory, root);
            WalledExporter exporter = WalledExporter.start(files);
            return new WallYard(servers, Map.copyOf(ports), files, exporter, HealthWatch.of(exporter.port()));
        } catch (RuntimeException | IOException e) {
            servers.close();
            throw e;
        }
    }

    /** Each way to hurt it. */
    List<Wall> walls() {
        String hostile = "ws://127.0.0.1:" + ports.get("hostile");
        return List.of(
                new Wall("200 floods of messages of 1 MiB", "listens", hostile + WallPeer.FLOOD, 200),
                new Wall("100 messages of 1 MiB that do not end", "listens", hostile + WallPeer.BEGUN, 100),
                new Wall("20 sends of 1 MiB that nobody reads", "sends", hostile + WallPeer.UNREAD, 20),
                new Wall("50 files on a file system that hangs", files.hungQueries(ports), WallFiles.HUNG),
                new Wall(
                        "ten chains that are expensive to judge",
                        "secure",
                        "wss://127.0.0.1:" + ports.get("maze") + "/",
                        10),
                new Wall("20 redirect loops with three attempts", "redirects", hostile + WallPeer.REDIRECT, 20),
                new Wall(WalledExporter.UNREAD_OUTPUT, List.of(), 0));
    }

    /** Until each healthy target has been probed with success once, so that the start is none of the walls. */
    void settle() throws IOException {
        WallRound round = play("start", List.of(), Duration.ofSeconds(5));
        if (!round.broken().isEmpty()) {
            System.out.println("start: " + round.broken());
        }
    }

    WallRound play(String name, List<Wall> walls, Duration length) throws IOException {
        boolean unread = walls.stream().anyMatch(wall -> wall.name().equals(WalledExporter.UNREAD_OUTPUT));
        exporter.readOutput(!unread);
        files.hang(walls.stream().anyMatch(wall -> wall.atOnce() == WallFiles.HUNG));
        long until = System.nanoTime() + length.toNanos();
        health.begin();
        List<CompletableFuture<Integer>> hurting = walls.stream()
                .filter(wall -> wall.probes() > 0)
                .map(wall -> new WallAttack(exporter.port(), wall).until(until))
                .toList();
        List<HealthyProbe> answers = new HealthyProbes(exporter.port(), healthy()).until(until);
        int hurt = hurting.stream().mapToInt(CompletableFuture::join).sum();
        exporter.requireAlive(name);
        List<Duration> took = health.end();
        files.hang(false);
        return new WallRound(name, hurt, answers, took, exporter.rssMebibytes());
    }

    private List<String> healthy() {
        List<String> queries = new ArrayList<>();
        IntStream.range(0, HEALTHY_EACH).forEach(i -> {
            queries.add(Wall.query("plain", "ws://" + Addresses.of(i) + ":" + ports.get("plain") + "/"));
            queries.add(Wall.query(
                    i == 0 ? "secret" : "secure", "wss://" + Addresses.of(i) + ":" + ports.get("secure") + "/"));
        });
        return queries;
    }

    /** Ends the exporter politely, though nobody reads what it says. */
    void end() {
        exporter.readOutput(false);
        exporter.end();
    }

    @Override
    public void close() {
        health.close();
        exporter.close();
        servers.close();
    }
}
