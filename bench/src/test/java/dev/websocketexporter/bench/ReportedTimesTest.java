package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers as a load driver has recorded them, less what nobody looks for. */
class ReportedTimesTest {
    private static final String OURS = """
            @ 127.1.1.51
            # HELP probe_success Displays whether or not the probe was a success
            # TYPE probe_success gauge
            probe_success 1.0
            probe_duration_seconds 0.00358455
            # TYPE probe_websocket_duration_seconds gauge
            probe_websocket_duration_seconds{phase="resolve",} 1.0801E-4
            probe_websocket_duration_seconds{phase="connect",} 4.08E-5
            probe_websocket_duration_seconds{phase="processing",} 6.43254E-4
            probe_websocket_duration_seconds{phase="transfer",} 4.03462E-4
            probe_websocket_ping_rtt_seconds{stat="min",} 1.76014E-4
            probe_websocket_ping_rtt_seconds{stat="max",} 2.76014E-4
            @ 127.1.1.52
            probe_success 1.0
            probe_websocket_duration_seconds{phase="connect",} 4.2557E-5
            probe_websocket_duration_seconds{phase="tls",} 0.001588066
            probe_websocket_duration_seconds{phase="processing",} 9.80269E-4
            """;

    private static final String BLACKBOX = """
            @ 127.1.1.54
            probe_http_duration_seconds{phase="connect"} 0.00019218
            probe_http_duration_seconds{phase="processing"} 0.000816156
            probe_http_duration_seconds{phase="tls"} 0.002201121
            probe_http_duration_seconds{phase="transfer"} 0.000236528
            probe_success 1
            """;

    @TempDir
    private Path directory;

    @Test
    void eachTargetHasWhatThisExporterSaidOfIt() throws IOException {
        assertThat(read(OURS))
                .isEqualTo(Map.of(
                        "127.1.1.51",
                        Map.of(WirePhase.CONNECT, 4.08e-5, WirePhase.UPGRADE, 6.43254e-4, WirePhase.PING, 2.76014e-4),
                        "127.1.1.52",
                        Map.of(
                                WirePhase.CONNECT,
                                4.2557e-5,
                                WirePhase.TLS,
                                1.588066e-3,
                                WirePhase.UPGRADE,
                                9.80269e-4)));
    }

    @Test
    void whatAFailedProbeSaidDoesNotCount() throws IOException {
        assertThat(read(OURS.replaceFirst("probe_success 1.0", "probe_success 0.0")))
                .containsOnlyKeys("127.1.1.52");
    }

    /** Its verdict stands behind its phases. */
    @Test
    void blackboxExporterIsReadByNamesOfItsOwn() throws IOException {
        Path answers = Files.writeString(directory.resolve("answers.txt"), BLACKBOX);
        assertThat(ReportedTimes.read(answers, WirePhase::blackboxSample))
                .isEqualTo(Map.of(
                        "127.1.1.54",
                        Map.of(
                                WirePhase.CONNECT, 0.00019218,
                                WirePhase.TLS, 0.002201121,
                                WirePhase.UPGRADE, 0.000816156)));
        assertThat(ReportedTimes.read(answers, WirePhase::sample)).isEqualTo(Map.of("127.1.1.54", Map.of()));
    }

    private Map<String, Map<WirePhase, Double>> read(String answers) throws IOException {
        return ReportedTimes.read(Files.writeString(directory.resolve("answers.txt"), answers), WirePhase::sample);
    }
}
