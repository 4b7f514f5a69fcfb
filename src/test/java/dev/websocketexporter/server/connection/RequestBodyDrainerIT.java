package dev.websocketexporter.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.ReloadResult;
import dev.websocketexporter.server.RawClient;
import dev.websocketexporter.server.RunningServer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class RequestBodyDrainerIT {
    private static final int PIECES = 20;
    private static final String PIECE = "x".repeat(5_000);
    private static final String LIVEZ = RawClient.request("/livez");

    private RunningServer running;

    @BeforeEach
    void start() {
        running = RunningServer.start();
        running.configuration.result.complete(new ReloadResult.NothingToReload());
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /-/reload, 200",
        "PUT, /-/reload, 200",
        "DELETE, /-/reload, 405",
        "POST, /probe, 405",
        "POST, /metrics, 405",
        "POST, /echo, 405",
        "POST, /nowhere, 404"
    })
    void bodyThatComesInPiecesIsReadBeforeTheAnswerAndTheConnectionLives(String method, String path, int status)
            throws Exception {
        try (RawClient client = new RawClient(running.address())) {
            client.send(head(method, path, "Content-Length: " + PIECES * PIECE.length()));
            for (int i = 0; i < PIECES; i++) {
                // Each is on its way alone: the server has had the time to answer too early.
                assertThat(running.get("/livez").statusCode()).isEqualTo(200);
                client.send(PIECE);
            }
            client.send(LIVEZ);

            assertThat(client.readResponse()).startsWith("HTTP/1.1 " + status + " ");
            assertThat(client.readResponse()).endsWith("healthy\n");
        }
    }

    @Test
    void chunkedBodyIsReadToo() throws Exception {
        try (RawClient client = new RawClient(running.address())) {
            client.send(head("POST", "/-/reload", "Transfer-Encoding: chunked"));
            for (int i = 0; i < PIECES; i++) {
                client.send(Integer.toHexString(PIECE.length()) + "\r\n" + PIECE + "\r\n");
            }
            assertThat(running.configuration.reloads).hasValue(0);
            client.send("0\r\n\r\n" + LIVEZ);

            assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ").contains("nothing to reload");
            assertThat(client.readResponse()).endsWith("healthy\n");
        }
    }

    @Test
    void bodyThatIsDeclaredTooLargeIsNotWaitedFor() throws Exception {
        try (RawClient client = new RawClient(running.address())) {
            client.send(head("POST", "/-/reload", "Content-Length: " + (RequestBodyDrainer.MOST_BYTES + 1)));

            assertThat(client.readToEnd())
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Connection: close")
                    .contains("nothing to reload");
        }
    }

    @Test
    void endlessBodyIsAnswered() throws Exception {
        try (RawClient client = new RawClient(running.address())) {
            client.send(head("POST", "/-/reload", "Transfer-Encoding: chunked"));
            for (int sent = 0; sent <= RequestBodyDrainer.MOST_BYTES; sent += PIECE.length()) {
                client.send(Integer.toHexString(PIECE.length()) + "\r\n" + PIECE + "\r\n");
            }

            assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ").contains("nothing to reload");
        }
    }

    @Test
    void bodyThatNeverComesIsAnsweredInSeconds() throws Exception {
        try (RawClient client = new RawClient(running.address())) {
            client.send(head("POST", "/-/reload", "Content-Length: 10") + "only");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 200 ").contains("nothing to reload");
        }
    }

    /** More of them than the server has threads. */
    @Test
    void waitingForBodiesKeepsNoThread() throws Exception {
        RawClient[] clients = new RawClient[64];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = new RawClient(running.address());
            clients[i].send(head("POST", "/-/reload", "Content-Length: 4") + "a");
        }

        assertThat(running.get("/livez").statusCode()).isEqualTo(200);
        assertThat(running.configuration.reloads).hasValue(0);

        for (RawClient client : clients) {
            client.send("bcd");
            assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ");
            client.close();
        }
    }

    @Test
    void clientThatAsksWhetherItMaySendIsToldSo() throws Exception {
        try (RawClient client = new RawClient(running.address())) {
            client.send(head("POST", "/-/reload", "Content-Length: 4\r\nExpect: 100-continue"));

            assertThat(client.readHead()).startsWith("HTTP/1.1 100 ");
            client.send("body");
            assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ").contains("nothing to reload");
        }
    }

    private static String head(String method, String path, String fields) {
        return method + " " + path + " HTTP/1.1\r\nHost: exporter\r\n" + fields + "\r\n\r\n";
    }
}
