package dev.websocketexporter.e2e;

import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * nginx with TLS in front of a WebSocket server: {@code /upgraded} passes the Upgrade headers on, {@code /forgotten} does
 * not, which is the classic mistake.
 */
final class Nginx implements AutoCloseable {
    private static final String CONFIGURATION = """
            daemon off;
            pid %1$s/nginx.pid;
            error_log stderr;
            events {}
            http {
              access_log off;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
            %2$s}
            """;

    private static final String SERVER = """
              server {
                listen 127.0.0.1:%2$d ssl;
                ssl_certificate %1$s/chain-%2$d.pem;
                ssl_certificate_key %1$s/key-%2$d.pem;
                %4$s
                location /upgraded {
                  proxy_pass http://127.0.0.1:%3$d/;
                  proxy_http_version 1.1;
                  proxy_set_header Upgrade $http_upgrade;
                  proxy_set_header Connection "upgrade";
                }
                location /forgotten {
                  proxy_pass http://127.0.0.1:%3$d/;
                }
              }
            """;

    private final ManagedProcess process;
    private final List<Integer> ports;

    /**
     * A server of its own port.
     *
     * @param directives more of them: {@code ssl_verify_client on}
     */
    record Server(TestIdentity identity, List<String> directives) {
        static Server of(TestIdentity identity, String... directives) {
            return new Server(identity, List.of(directives));
        }
    }

    private Nginx(ManagedProcess process, List<Integer> ports) {
        this.process = process;
        this.ports = List.copyOf(ports);
    }

    static Nginx inFrontOf(int backendPort, TestIdentity identity, Path directory) throws IOException {
        return inFrontOf(backendPort, List.of(Server.of(identity)), directory);
    }

    static Nginx inFrontOf(int backendPort, List<Server> servers, Path directory) throws IOException {
        Path nginx = Tools.require("nginx");
        List<Integer> ports = new ArrayList<>();
        StringBuilder blocks = new StringBuilder();
        for (Server server : servers) {
            int port = Http.freePort();
            ports.add(port);
            Files.writeString(directory.resolve("chain-" + port + ".pem"), server.identity.chainPem());
            Files.writeString(directory.resolve("key-" + port + ".pem"), server.identity.keyPem());
            blocks.append(SERVER.formatted(directory, port, backendPort, String.join("\n    ", server.directives)));
        }
        Path configuration =
                Files.writeString(directory.resolve("nginx.conf"), configuration(directory, blocks.toString()));
        ManagedProcess process = ManagedProcess.start(
                directory,
                List.of(nginx.toString(), "-p", directory.toString(), "-e", "stderr", "-c", configuration.toString()));
        return new Nginx(process.awaitReady(() -> ports.stream().allMatch(Http::accepts)), ports);
    }

    /** A whole configuration, which writes nothing outside of the directory. */
    static String configuration(Path directory, String servers) {
        return CONFIGURATION.formatted(directory, servers);
    }

    /** Of the first server. */
    String url(String path) {
        return "wss://localhost:" + port(0) + path;
    }

    /** @param server its place in the list, from 0 */
    int port(int server) {
        return ports.get(server);
    }

    @Override
    public void close() {
        process.close();
    }
}
