package dev.websocketexporter.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.opentest4j.TestAbortedException;

/** The servers of all protocols for which there is a ready module: each in its directory, all started at once. */
final class ReadyServers implements AutoCloseable {
    private static final Path SOURCES = Path.of("src", "test", "e2e").toAbsolutePath();
    private static final List<String> TOOLS =
            List.of("node", "npm", "ruby", "puma", "go", "mosquitto", "rabbitmq-server", "epmd");
    /** The first build compiles the standard library too. */
    private static final Duration BUILDS_WITHIN = Duration.ofMinutes(5);

    private final Path directory;
    private final List<CompletableFuture<? extends AutoCloseable>> starting = new ArrayList<>();
    private final Map<String, String> urls = new LinkedHashMap<>();

    private ReadyServers(Path directory) {
        this.directory = directory;
    }

    static ReadyServers start(Path directory) {
        TOOLS.forEach(Tools::require);
        ReadyServers servers = new ReadyServers(directory);
        try {
            servers.startAll();
        } catch (CompletionException e) {
            servers.close();
            if (e.getCause() instanceof TestAbortedException skipped) {
                throw skipped;
            }
            throw e;
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
        return servers;
    }

    private void startAll() {
        CompletableFuture<RabbitMq> rabbit = begin("rabbitmq", RabbitMq::start);
        CompletableFuture<Mosquitto> mosquitto = begin("mosquitto", Mosquitto::start);
        List<CompletableFuture<Announced>> announced = List.of(
                begin("node", ReadyServers::node), begin("ruby", ReadyServers::ruby), begin("go", ReadyServers::go));
        announced.forEach(program -> urls.putAll(program.join().urls()));
        urls.put("mqtt", mosquitto.join().url());
        urls.put("mqtt refusing", mosquitto.join().refusingUrl());
        urls.put("stomp", rabbit.join().stompUrl());
    }

    private static Announced node(Path home) throws IOException {
        Npm.install(SOURCES.resolve("ready"), home, "servers.js");
        return Announced.start(home, List.of(Tools.require("node").toString(), "servers.js"));
    }

    private static Announced ruby(Path home) throws IOException {
        Path program = SOURCES.resolve("ready").resolve("cable.rb");
        return Announced.start(home, List.of(Tools.require("ruby").toString(), program.toString()));
    }

    private static Announced go(Path home) throws IOException {
        for (String file : List.of("go.mod", "go.sum", "main.go")) {
            Files.copy(SOURCES.resolve("signalr").resolve(file), home.resolve(file));
        }
        String go = Tools.require("go").toString();
        List<String> command = List.of("env", "GOFLAGS=-mod=readonly", go, "build", "-o", "signalr", ".");
        Downloads.run(home, BUILDS_WITHIN, command);
        return Announced.start(home, List.of(home.resolve("signalr").toString()));
    }

    @FunctionalInterface
    private interface Starter<T> {
        T start(Path home) throws IOException;
    }

    private <T extends AutoCloseable> CompletableFuture<T> begin(String name, Starter<T> starter) {
        CompletableFuture<T> begun = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return starter.start(Files.createDirectory(directory.resolve(name)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> new Thread(task, "start-" + name).start());
        starting.add(begun);
        return begun;
    }

    /** The URL of a server by the name that it has in {@code src/test/e2e}. */
    String url(String server) {
        String url = urls.get(server);
        if (url == null) {
            throw new AssertionError("no server " + server + " (expected: one of " + urls.keySet() + ")");
        }
        return url;
    }

    @Override
    public void close() {
        for (CompletableFuture<? extends AutoCloseable> begun : starting) {
            begun.handle((server, failure) -> {
                        if (server != null) {
                            end(server);
                        }
                        return failure;
                    })
                    .join();
        }
    }

    private static void end(AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            throw new IllegalStateException("a server did not end", e);
        }
    }
}
