package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever {@code examples/demo-server} is asked to do, the probe says so. */
@Tag("e2e")
@Timeout(90)
class DemoServerE2eIT {
    private static DemoServer demo;
    private static Exporter exporter;

    @BeforeAll
    static void start(@TempDir Path demoDirectory, @TempDir Path directory) throws IOException {
        demo = DemoServer.start(demoDirectory);
        exporter = Exporter.start(directory);
    }

    @AfterAll
    static void end() {
        exporter.close();
        demo.close();
    }

    /** What it is, the module that sees it, and where and why that module fails. */
    static List<String> rows() {
        return """
                refusing, websocket, processing/unexpected_status
                forbidding, websocket, processing/unexpected_status
                dropping, websocket, processing/connection_closed
                silent, websocket, processing/timeout
                garbling, websocket, processing/invalid_http_response
                lying, websocket, processing/bad_accept
                deaf, websocket_ping, transfer/pong_missed
                mute, websocket_echo, transfer/timeout
                babbling, websocket_echo, transfer/protocol_error
                leaving, websocket_ping, transfer/closed_by_peer
                vanishing, websocket_ping, transfer/connection_closed
                """.lines().toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void itFailsAsToldAndThenIsWellAgain(String row) throws IOException {
        String[] cells = row.split(", ");
        demo.be(cells[0]);
        assertThat(probe(cells[1]).failure()).isEqualTo(cells[2]);

        demo.be("well");
        assertThat(probe(cells[1]).failure()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"well, 0", "slow, 0.3"})
    void itTakesItsTimeWhenItIsSlow(String mode, double seconds) throws IOException {
        demo.be(mode);
        Samples samples = probe("websocket_echo");

        assertThat(samples.failure()).isEmpty();
        assertThat(samples.labelled("probe_websocket_duration_seconds", "phase", "processing"))
                .isBetween(seconds, seconds + 0.29);
    }

    @Test
    void everythingThatItCanDoIsTried() throws IOException {
        List<String> tried = rows().stream().map(row -> row.split(",")[0]).collect(Collectors.toList());
        // The last two by DemoE2eIT, with the port for TLS and a connection that is held open.
        tried.addAll(List.of("well", "slow", "stale", "expired"));

        assertThat(demo.modes()).containsExactlyInAnyOrderElementsOf(tried);
    }

    @Test
    void whatItDoesNotKnowItRefuses() throws IOException {
        String address = demo.url().replace("ws://", "http://");

        assertThat(Http.postJson(address + "/be/toString", "").statusCode()).isEqualTo(404);
        assertThat(Http.get(address + "/be/silent").statusCode()).isEqualTo(404);
    }

    private static Samples probe(String module) throws IOException {
        String target = Http.encode(demo.url() + "/chat");
        return Samples.of(
                exporter.get("/probe?module=" + module + "&target=" + target).body());
    }
}
