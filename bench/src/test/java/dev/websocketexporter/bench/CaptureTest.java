package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What dumpcap and tshark 4.0 said of one probe without TLS and one with, each with a ping. */
class CaptureTest {
    private static final int WS = 39_047;
    private static final int WSS = 42_531;

    /** A double has no more of the seconds since 1970. */
    private static final Offset<Double> MICROSECOND = within(1e-6);

    private static final String SAID = """
            Capturing on 'Loopback: lo'
            File: /tmp/packets.pcapng
            Packets: 32 Packets captured: 32
            Packets received/dropped on interface 'Loopback: lo': 32/%d (pcap:%d/dumpcap:0/flushed:0/ps_ifdrop:0) (100.0%%)
            """;

    @TempDir
    private Path directory;

    @Test
    void theTimesOfEachConnectionAreThoseBetweenItsPackets() throws IOException {
        Map<String, Map<WirePhase, Double>> seconds = seconds(recorded(), Set.of(WS, WSS));
        assertThat(seconds).containsOnlyKeys("127.1.1.51", "127.1.1.52");
        assertSeconds(
                seconds.get("127.1.1.51"),
                Map.of(
                        WirePhase.CONNECT, 0.393612261 - 0.393604067,
                        WirePhase.UPGRADE, 0.394762759 - 0.394198110,
                        WirePhase.PING, 0.395547978 - 0.395341670));
        assertSeconds(
                seconds.get("127.1.1.52"),
                Map.of(
                        WirePhase.CONNECT, 0.492407384 - 0.492396099,
                        WirePhase.TLS, 0.495155519 - 0.493140560,
                        WirePhase.UPGRADE, 0.496034406 - 0.495155519,
                        WirePhase.PING, 0.497715032 - 0.496778416));
    }

    @Test
    void aConnectionThatWasOpenBeforeIsPassedOver() throws IOException {
        List<String> behindTheSyn = recorded().subList(1, 14);
        assertThat(seconds(behindTheSyn, Set.of(WS, WSS))).isEmpty();
    }

    @Test
    void packetsThatWereLostAreCounted() throws IOException {
        Capture.Taken taken = Capture.Taken.of(List.of(), SAID.formatted(5, 5));
        assertThat(taken.packets()).isEqualTo(32);
        assertThat(taken.lost()).isEqualTo(5);
        assertThat(Capture.Taken.of(List.of(), SAID.formatted(0, 0)).lost()).isZero();
    }

    /** Else a broken capture would count as a perfect one. */
    @Test
    void aCaptureThatDoesNotSayWhatItLostIsRefused() {
        assertThatThrownBy(() -> Capture.Taken.of(List.of(), "Capturing on 'Loopback: lo'\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not say how many packets it lost");
    }

    private Map<String, Map<WirePhase, Double>> seconds(List<String> packets, Set<Integer> ports) throws IOException {
        Path table = Files.write(directory.resolve("packets.tsv"), packets);
        Map<String, Map<WirePhase, Double>> seconds = new HashMap<>();
        Capture.connections(table, ports).forEach(wire -> seconds.put(wire.address(), wire.seconds()));
        return seconds;
    }

    private static List<String> recorded() throws IOException {
        try (InputStream in = Objects.requireNonNull(CaptureTest.class.getResourceAsStream("packets.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
    }

    private static void assertSeconds(Map<WirePhase, Double> actual, Map<WirePhase, Double> expected) {
        assertThat(actual).containsOnlyKeys(expected.keySet());
        expected.forEach((phase, seconds) ->
                assertThat(actual.get(phase)).as("%s", phase).isCloseTo(seconds, MICROSECOND));
    }
}
