package dev.websocketexporter.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.config.ReloadResult;
import dev.websocketexporter.config.yaml.ConfigError;
import dev.websocketexporter.config.yaml.ConfigError.Position;
import dev.websocketexporter.server.Conditions;
import dev.websocketexporter.server.RawClient;
import dev.websocketexporter.server.RunningServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SlowReaderIT {
    /** More than the server ever had threads. */
    private static final int READERS = 64;

    /** More than what the kernels on both sides take of an answer that nobody reads. */
    private static final int ANSWER_BYTES = 512 * 1024;

    private static final String RELOAD = "POST /-/reload HTTP/1.1\r\nHost: exporter\r\nContent-Length: 0\r\n\r\n";

    private final List<RawClient> readers = new ArrayList<>();
    private RunningServer running;

    @BeforeEach
    void start() {
        running = RunningServer.start();
        running.configuration.result.complete(new ReloadResult.Refused(
                List.of(new ConfigError("a.yml", new Position(1, 1), "a", "x".repeat(ANSWER_BYTES)))));
    }

    @AfterEach
    void stop() throws Exception {
        for (RawClient reader : readers) {
            reader.reset();
        }
        running.close();
    }

    @Test
    void clientsThatDoNotReadKeepNobodyFromBeingAnswered() throws Exception {
        letAnswersPileUp();

        for (int i = 0; i < READERS; i++) {
            assertThat(running.get("/livez").statusCode()).isEqualTo(200);
            assertThat(running.probe("target=ws://a.test").body()).contains("probe_success 1");
        }
    }

    @Test
    void clientThatReadsAtLastGetsEveryAnswerWhole() throws Exception {
        letAnswersPileUp();

        String first = readers.get(0).readResponse();
        String second = readers.get(0).readResponse();
        assertThat(first).startsWith("HTTP/1.1 500 ").endsWith("x\n").hasSizeGreaterThan(ANSWER_BYTES);
        assertThat(second).startsWith("HTTP/1.1 500 ").endsWith("x\n").hasSizeGreaterThan(ANSWER_BYTES);
    }

    /** Each client has one answer that does not fit and a second request after it. */
    private void letAnswersPileUp() throws Exception {
        for (int i = 0; i < READERS; i++) {
            RawClient reader = RawClient.slow(running.address());
            readers.add(reader);
            reader.send(RELOAD + RELOAD);
        }
        Conditions.until(() -> running.configuration.reloads.get() >= READERS);
    }
}
