package dev.websocketexporter.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.websocketexporter.server.recording.ProberLogging;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1, 1, 0, 1, 1, listen addresses: none (expected: at least one)",
        "1, -1, 1, 0, 1, 1, history limit: -1 (expected: >= 0)",
        "1, 1, -1, 0, 1, 1, bytes of the history: -1 (expected: >= 0)",
        "1, 1, 1, -1, 1, 1, timeout offset: PT-1S (expected: >= 0)",
        "1, 1, 1, 0, 0, 1, concurrent probes: 0 (expected: >= 1)",
        "1, 1, 1, 0, 1, 0, connections: 0 (expected: >= 1)"
    })
    void limitThatIsNoneIsRefused(
            int addresses, int history, long bytes, int offset, int probes, int connections, String message) {
        List<ListenAddress> listen = List.of(ListenAddress.parse("127.0.0.1:0")).subList(0, addresses);
        assertThatThrownBy(() -> new ServerSettings(
                        listen,
                        null,
                        "/",
                        false,
                        history,
                        bytes,
                        Duration.ofSeconds(offset),
                        probes,
                        connections,
                        ProberLogging.NONE,
                        null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
