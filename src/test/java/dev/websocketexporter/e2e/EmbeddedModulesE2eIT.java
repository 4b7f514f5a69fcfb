package dev.websocketexporter.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.testkit.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The modules that there are without a configuration file, against {@code /echo} and the package {@code ws} of Node.js. */
@Tag("e2e")
@Execution(ExecutionMode.CONCURRENT) // it waits for programs of its own: one test after the other
@Timeout(120)
class EmbeddedModulesE2eIT {
    @TempDir
    private static Path directory;

    private static Exporter exporter;
    private static NodeEcho node;

    @BeforeAll
    static void start() throws IOException {
        node = NodeEcho.start(Files.createDirectory(directory.resolve("node")));
        exporter = Exporter.start(directory);
    }

    @AfterAll
    static void stop() {
        exporter.close();
        node.close();
    }

    static List<String> servers() {
        return List.of(exporter.echoUrl(), "ws://127.0.0.1:" + node.port() + "/");
    }

    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @MethodSource("servers")
    void threePingsAreAnswered(String server) throws IOException {
        Samples samples = probe("websocket_ping", server);

        assertThat(samples.failure()).as("%s", samples).isEmpty();
        assertThat(samples.value("probe_success")).isEqualTo(1);
        assertThat(samples.value("probe_websocket_pings_sent")).isEqualTo(3);
        assertThat(samples.value("probe_websocket_pongs_received")).isEqualTo(3);
        assertThat(samples.value("probe_websocket_health_status")).isEqualTo(1);
        assertThat(samples.labelled("probe_websocket_duration_seconds", "phase", "transfer"))
                .as("200 ms apart")
                .isGreaterThan(0.4);
        assertThat(samples.value("probe_websocket_close_clean")).isEqualTo(1);
    }

    @ParameterizedTest
    @Execution(ExecutionMode.SAME_THREAD)
    @MethodSource("servers")
    void aGreetingComesBack(String server) throws IOException {
        Samples samples = probe("websocket_echo", server);

        assertThat(samples.failure()).as("%s", samples).isEmpty();
        assertThat(samples.value("probe_success")).isEqualTo(1);
        for (String direction : List.of("sent", "received")) {
            assertThat(samples.labelled("probe_websocket_messages", "direction", direction))
                    .isEqualTo(1);
            assertThat(samples.labelled("probe_websocket_message_bytes", "direction", direction))
                    .isEqualTo("Hello from websocket_exporter".length());
        }
        assertThat(samples.value("probe_websocket_close_clean")).isEqualTo(1);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void somethingElseThanTheGreetingIsUnexpected() throws IOException {
        try (ScriptedServer server = ScriptedServer.plain(peer -> {
            peer.upgrade();
            peer.readFrame();
            peer.sendFrame(1, (byte) 'a');
            peer.sendFrame(1, (byte) 'b');
            peer.silence();
        })) {
            Samples samples = probe("websocket_echo", "ws://127.0.0.1:" + server.port() + "/");

            assertThat(samples.failure()).as("%s", samples).isEqualTo("transfer/unexpected_message");
            assertThat(samples.value("probe_websocket_failed_step")).isEqualTo(2);
        }
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void noPongIsToldAfterItsTimeout() throws IOException {
        try (ScriptedServer server = ScriptedServer.plain(peer -> {
            peer.upgrade();
            peer.silence();
        })) {
            Samples samples = probe("websocket_ping", "ws://127.0.0.1:" + server.port() + "/");

            assertThat(samples.failure()).as("%s", samples).isEqualTo("transfer/pong_missed");
            assertThat(samples.value("probe_websocket_pongs_received")).isZero();
            assertThat(samples.value("probe_websocket_health_status")).isZero();
        }
    }

    private static Samples probe(String module, String target) throws IOException {
        return Samples.of(exporter.get("/probe?module=" + module + "&target=" + Http.encode(target))
                .body());
    }
}
