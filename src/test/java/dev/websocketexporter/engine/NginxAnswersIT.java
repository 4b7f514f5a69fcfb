package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Conditions;
import dev.websocketexporter.testkit.Programs;
import dev.websocketexporter.testkit.ScriptedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** nginx with a header whose value stands on several lines of its configuration, as people write long policies. */
@Tag("e2e")
@Timeout(60)
class NginxAnswersIT {
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
              add_header Content-Security-Policy "
                default-src 'self';
                img-src *;
              " always;
              server {
                listen 127.0.0.1:%2$d;
                location /upgraded {
                  proxy_pass http://127.0.0.1:%3$d/;
                  proxy_http_version 1.1;
                  proxy_set_header Upgrade $http_upgrade;
                  proxy_set_header Connection "upgrade";
                }
                location /refused {
                  return 503;
                }
                location /worded {
                  return 403 "Origin $http_origin not allowed\\n";
                }
              }
              server {
                listen 127.0.0.1:%4$d ssl;
                ssl_certificate %1$s/chain.pem;
                ssl_certificate_key %1$s/key.pem;
              }
            }
            """;

    @TempDir
    private static Path directory;

    private static GridWorld world;
    private static NettyProber prober;
    private static ScriptedServer behind;
    private static Process nginx;
    private static int port;
    private static int tlsPort;

    @BeforeAll
    static void start() throws IOException {
        String program = Programs.require("nginx").toString();
        world = new GridWorld(directory);
        prober = new NettyProber(world.settings(Transport.preferred(), TlsEngine.preferred()));
        behind = ScriptedServer.plain(AnswerRows.upgrading(""));
        port = freePort();
        tlsPort = freePort();
        Files.writeString(directory.resolve("chain.pem"), world.root().certificatePem());
        Files.writeString(directory.resolve("key.pem"), world.root().keyPem());
        Path configuration = Files.writeString(
                directory.resolve("nginx.conf"), CONFIGURATION.formatted(directory, port, behind.port(), tlsPort));
        nginx = new ProcessBuilder(program, "-p", directory.toString(), "-e", "stderr", "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("nginx.log").toFile())
                .start();
        Conditions.await(Duration.ofSeconds(20), () -> accepts(port), () -> "nginx does not listen: " + log());
    }

    @AfterAll
    static void stop() throws Exception {
        if (nginx != null) {
            nginx.destroy();
            assertThat(nginx.waitFor(10, TimeUnit.SECONDS)).isTrue();
            behind.close();
            prober.close();
            world.close();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static boolean accepts(int there) {
        try (Socket socket = new Socket("127.0.0.1", there)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false; // not yet
        }
    }

    private static String log() {
        try {
            return Files.readString(directory.resolve("nginx.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static ProbeResult probe(int there, String path) throws IOException {
        try (Stage stage = new Stage(world)) {
            return Probing.end(prober, stage.request("ws://127.0.0.1:" + there + path));
        }
    }

    private static Failure refused(ProbeResult result, int status) {
        assertThat(result.failure()).as("%s", result.log()).isNotNull();
        assertThat(result.failure().reason()).isEqualTo(Reason.UNEXPECTED_STATUS);
        assertThat(result.upgrade().statusCode()).isEqualTo(status);
        return result.failure();
    }

    @Test
    void upgradeWithALongPolicyIsOne() throws Exception {
        ProbeResult result = probe(port, "/upgraded");
        assertThat(result.failure()).as("%s", result.log()).isNull();
        assertThat(result.close()).isEqualTo(new CloseReport(1000, null, true));
    }

    @Test
    void refusalWithALongPolicyHasItsStatusAndItsWords() throws Exception {
        ProbeResult result = probe(port, "/refused");
        assertThat(refused(result, 503).detail()).contains("; body: 503 Service Temporarily Unavailable nginx");
        assertThat(result.log())
                .anyMatch(line -> line.message()
                        .matches("response header: Content-Security-Policy: default-src 'self';\\s+img-src \\*;"));
        assertThat(refused(probe(port, "/worded"), 403).detail()).endsWith("; body: Origin not allowed");
    }

    @Test
    void wsOnItsTlsPortIsExplainedByItsBody() throws Exception {
        assertThat(refused(probe(tlsPort, "/"), 400).detail())
                .contains("; body: 400 Bad Request The plain HTTP request was sent to HTTPS port nginx");
    }
}
