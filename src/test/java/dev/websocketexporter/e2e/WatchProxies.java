package dev.websocketexporter.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Proxies that end connections: nginx by its limit of five seconds, HAProxy some time after a reload. */
final class WatchProxies {
    /** After a reload, HAProxy's {@code hard-stop-after}. */
    static final Duration OLD_PROCESS_LIVES = Duration.ofSeconds(3);

    private static final String NGINX = """
              server {
                listen 127.0.0.1:%d;
                location / {
                  proxy_pass http://127.0.0.1:%d;
                  proxy_http_version 1.1;
                  proxy_set_header Upgrade $http_upgrade;
                  proxy_set_header Connection "upgrade";
                  proxy_read_timeout 5s;
                }
              }
            """;

    private static final String HAPROXY = """
            global
              hard-stop-after %ds
            defaults
              mode http
              timeout connect 5s
              timeout client 1m
              timeout server 1m
              timeout tunnel %s
            listen websockets
              bind 127.0.0.1:%d
              server one 127.0.0.1:%d
            """;

    private WatchProxies() {}

    /** One that runs. */
    record Running(ManagedProcess process, int port) implements AutoCloseable {
        String url(String path) {
            return "ws://127.0.0.1:" + port + path;
        }

        /** HAProxy's master starts a new process, and the old one accepts no more. */
        void reload() throws IOException {
            Signalled.send("USR2", process.pid());
        }

        @Override
        public void close() {
            process.close();
        }
    }

    /** @param directory which it has for itself */
    static Running nginx(int serverPort, Path directory) throws IOException {
        int port = Http.freePort();
        Path file = Files.writeString(
                directory.resolve("nginx.conf"), Nginx.configuration(directory, NGINX.formatted(port, serverPort)));
        return started(
                directory,
                port,
                List.of(program("nginx"), "-p", directory.toString(), "-e", "stderr", "-c", file.toString()));
    }

    /** @param directory which it has for itself */
    static Running haproxy(int serverPort, Path directory) throws IOException {
        return haproxy(serverPort, "1h", directory);
    }

    /**
     * One that ends idle connections after its {@code timeout tunnel}.
     *
     * @param directory which it has for itself
     */
    static Running haproxy(int serverPort, String tunnel, Path directory) throws IOException {
        int port = Http.freePort();
        Path file = Files.writeString(
                directory.resolve("haproxy.cfg"),
                HAPROXY.formatted(OLD_PROCESS_LIVES.toSeconds(), tunnel, port, serverPort));
        return started(directory, port, List.of(program("haproxy"), "-W", "-f", file.toString()));
    }

    private static String program(String name) {
        return Tools.require(name).toString();
    }

    private static Running started(Path directory, int port, List<String> command) throws IOException {
        ManagedProcess process = ManagedProcess.start(directory, command);
        return new Running(process.awaitReady(() -> Http.accepts(port)), port);
    }
}
