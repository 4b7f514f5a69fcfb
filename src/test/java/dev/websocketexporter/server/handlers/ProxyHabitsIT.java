package dev.websocketexporter.server.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.server.RawClient;
import dev.websocketexporter.server.RunningServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as proxies and sidecars write them (Envoy, nginx, HAProxy, Go's ReverseProxy), which are right but unusual. */
@Timeout(60)
class ProxyHabitsIT {
    private static final String KEY = "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n";
    private static final String ACCEPT = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";

    private RunningServer running;

    @BeforeEach
    void start() {
        running = RunningServer.start();
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void lowerCaseFieldNamesOfASidecarUpgrade() throws Exception {
        assertThat(head("GET /echo HTTP/1.1\r\nhost: exporter\r\nconnection: keep-alive, Upgrade\r\n"
                        + "upgrade: WebSocket\r\n" + KEY + "x-forwarded-proto: https\r\nx-request-id: 5f0d\r\n"
                        + "x-envoy-expected-rq-timeout-ms: 15000\r\ncontent-length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 101 ")
                .contains(ACCEPT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: upgrade\r\nUpgrade: WEBSOCKET\r\n",
                "Connection: keep-alive\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n",
                "Connection: Upgrade, keep-alive\r\nUpgrade: websocket\r\n",
                "Connection: x-one ,\tuPGRADE\r\nUpgrade: websocket\r\n",
            })
    void connectionIsAListInAnyCase(String fields) throws Exception {
        assertThat(head("GET /echo HTTP/1.1\r\nHost: exporter\r\n" + fields + KEY + "\r\n"))
                .startsWith("HTTP/1.1 101 ")
                .contains(ACCEPT);
    }

    @Test
    void upgradeToHttp2ThatIsOfferedIsNotTaken() throws Exception {
        try (RawClient client = new RawClient(running.address())) {
            for (int i = 0; i < 2; i++) {
                client.send("GET /-/healthy HTTP/1.1\r\nHost: exporter\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                        + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n");
                assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ").doesNotContain("Upgrade:");
            }
        }
        assertThat(toEnd("GET /metrics HTTP/1.1\r\nHost: exporter\r\nConnection: close, Upgrade, HTTP2-Settings\r\n"
                        + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .contains("websocket_exporter_build_info{");
    }

    /** nginx with {@code proxy_set_header Connection "upgrade"} sends that with every request. */
    @Test
    void connectionUpgradeWithNothingToUpgradeToIsAPlainRequest() throws Exception {
        assertThat(toEnd("GET /metrics HTTP/1.1\r\nHost: exporter\r\nConnection: upgrade, close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(head("GET /echo HTTP/1.1\r\nHost: exporter\r\nConnection: upgrade\r\n\r\n"))
                .startsWith("HTTP/1.1 426 ");
    }

    /** The name of an upstream of nginx, or of a service of Compose, may have an underscore. */
    @ParameterizedTest
    @ValueSource(strings = {"websocket_exporter", "websocket_exporter:10115", "[::1]:10115", "EXPORTER.example.com."})
    void hostOfAnUpstreamIsTaken(String host) throws Exception {
        assertThat(toEnd("GET /metrics HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(head("GET /echo HTTP/1.1\r\nHost: " + host + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + KEY + "\r\n"))
                .startsWith("HTTP/1.1 101 ");
    }

    /** RFC 9112 §3.2.2: a server must take the absolute form, too. */
    @Test
    void absoluteFormOfAForwardProxyIsTaken() throws Exception {
        assertThat(
                        toEnd(
                                "GET http://exporter:10115/metrics HTTP/1.1\r\nHost: exporter:10115\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .contains("websocket_exporter_build_info{");
    }

    /** HAProxy asks so for its health checks unless told otherwise, and nginx without {@code proxy_http_version}. */
    @Test
    void http10WithoutHostIsAnswered() throws Exception {
        assertThat(toEnd("GET /-/ready HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(toEnd("GET /metrics HTTP/1.0\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .contains("websocket_exporter_build_info{");
        assertThat(toEnd("OPTIONS /-/ready HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 405 ");
    }

    @Test
    void emptyChunkedBodyOfAGetIsAnswered() throws Exception {
        assertThat(toEnd("GET /metrics HTTP/1.1\r\nhost: exporter\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .contains("Connection: close\r\n", "websocket_exporter_build_info{");
    }

    private String head(String request) throws IOException {
        try (RawClient client = new RawClient(running.address())) {
            client.send(request);
            return client.readHead();
        }
    }

    private String toEnd(String request) throws IOException {
        try (RawClient client = new RawClient(running.address())) {
            client.send(request);
            return client.readToEnd();
        }
    }
}
