package dev.websocketexporter.e2e;

import dev.websocketexporter.testkit.TestIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
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
              server {
                listen 127.0.0.1:%2$d ssl;
                ssl_certificate %1$s/chain.pem;
                ssl_certificate_key %1$s/key.pem;
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
            }
            """;

    private final ManagedProcess process;
    private final int port;

    private Nginx(ManagedProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    static Nginx inFrontOf(int backendPort, TestIdentity identity, Path directory) throws IOException {
        Path nginx = Tools.require("nginx");
        int port = Http.freePort();
        Files.writeString(directory.resolve("chain.pem"), identity.chainPem());
        Files.writeString(directory.resolve("key.pem"), identity.keyPem());
        Path configuration = Files.writeString(
                directory.resolve("nginx.conf"), CONFIGURATION.formatted(directory, port, backendPort));
        ManagedProcess process = ManagedProcess.start(
                directory,
                List.of(nginx.toString(), "-p", directory.toString(), "-e", "stderr", "-c", configuration.toString()));
        return new Nginx(process.awaitReady(() -> accepts(port)), port);
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException e) {
            return false; // not yet
        }
    }

    String url(String path) {
        return "wss://localhost:" + port + path;
    }

    @Override
    public void close() {
        process.close();
    }
}
