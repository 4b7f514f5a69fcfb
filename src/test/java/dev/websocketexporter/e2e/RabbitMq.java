package dev.websocketexporter.e2e;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The broker RabbitMQ with STOMP over WebSockets, and the port mapper that every program in Erlang needs. */
final class RabbitMq implements AutoCloseable {
    /** The program itself: what is on PATH is Debian's wrapper, which changes the user. */
    private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

    private static final String CONFIGURATION = """
            listeners.tcp = none
            stomp.listeners.tcp = none
            web_stomp.tcp.ip = 127.0.0.1
            web_stomp.tcp.port = %d
            """;

    private final ManagedProcess mapper;
    private final ManagedProcess broker;
    private final int port;

    private RabbitMq(ManagedProcess mapper, ManagedProcess broker, int port) {
        this.mapper = mapper;
        this.broker = broker;
        this.port = port;
    }

    static RabbitMq start(Path directory) throws IOException {
        Tools.require("rabbitmq-server");
        int port = Http.freePort();
        int mapperPort = Http.freePort();
        ManagedProcess mapper = ManagedProcess.start(
                directory,
                List.of(Tools.require("epmd").toString(), "-port", "" + mapperPort, "-address", "127.0.0.1"));
        mapper.awaitReady(() -> accepts(mapperPort));
        Files.writeString(directory.resolve("enabled_plugins"), "[rabbitmq_web_stomp].");
        Files.writeString(directory.resolve("rabbitmq.conf"), CONFIGURATION.formatted(port));
        ManagedProcess broker = ManagedProcess.start(directory, command(directory, mapperPort));
        try {
            broker.awaitReady(() -> broker.output().contains("Server startup complete"));
        } catch (AssertionError e) {
            mapper.close();
            throw e;
        }
        return new RabbitMq(mapper, broker, port);
    }

    /** Everything that it would look for on the machine is in the directory instead, its home included. */
    private static List<String> command(Path directory, int mapperPort) throws IOException {
        return List.of(
                "env",
                "HOME=" + directory,
                "RABBITMQ_NODENAME=stomp@localhost",
                "RABBITMQ_CONF_ENV_FILE=/dev/null",
                "RABBITMQ_CONFIG_FILE=" + directory.resolve("rabbitmq.conf"),
                "RABBITMQ_ENABLED_PLUGINS_FILE=" + directory.resolve("enabled_plugins"),
                "RABBITMQ_MNESIA_BASE=" + directory.resolve("mnesia"),
                "RABBITMQ_LOG_BASE=" + directory.resolve("log"),
                "RABBITMQ_LOGS=-",
                "RABBITMQ_DIST_PORT=" + Http.freePort(),
                "ERL_EPMD_PORT=" + mapperPort,
                // Otherwise the broker is a child of a shell, which a signal need not reach.
                "RABBITMQ_ALLOW_INPUT=true",
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-noinput",
                SERVER.toString());
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    String stompUrl() {
        return "ws://127.0.0.1:" + port + "/ws";
    }

    @Override
    public void close() {
        try {
            broker.close();
        } finally {
            mapper.close();
        }
    }
}
