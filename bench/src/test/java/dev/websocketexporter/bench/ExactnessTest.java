package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExactnessTest {
    private static final double MICRO = 1e-6;

    private final List<WireTimes> wire = new ArrayList<>();
    private final Map<String, Map<WirePhase, Double>> reported = new HashMap<>();

    @Test
    void differencesAreReportedLessCapturedWithTheirSignAndRegardlessOfIt() {
        connection("127.0.0.1", 10, 15);
        connection("127.0.0.2", 20, 12);
        connection("127.0.0.3", 30, 60);
        assertThat(rows())
                .containsExactly("| x | SYN → SYN/ACK: `connect` | 3 | 20 | -8 | 5 | 30 | 8 | 30 | 30 | 30 |");
    }

    /** Nobody knows whose times were reported. */
    @Test
    void anAddressWithSeveralConnectionsDoesNotCount() {
        connection("127.0.0.1", 10, 15);
        connection("127.0.0.2", 10, 999);
        connection("127.0.0.2", 500, 999);
        assertThat(rows()).containsExactly("| x | SYN → SYN/ACK: `connect` | 1 | 10 | 5 | 5 | 5 | 5 | 5 | 5 | 5 |");
    }

    @Test
    void whatWasNotBothReportedAndCapturedHasNoRow() {
        connection("127.0.0.1", 10, 15);
        reported.put("127.0.0.1", Map.of(WirePhase.TLS, 15 * MICRO));
        connection("127.0.0.2", 10, 15);
        reported.remove("127.0.0.2");
        reported.put("127.0.0.3", Map.of(WirePhase.CONNECT, 15 * MICRO));
        assertThat(rows()).isEmpty();
    }

    @Test
    void aPhaseThatMissesTheGoalIsNamed() {
        connection("127.0.0.1", 10, 15);
        assertThat(new Exactness(wire, reported).verdict()).endsWith("every phase reaches it.");
        connection("127.0.0.2", 10, 1_511);
        assertThat(new Exactness(wire, reported).verdict())
                .endsWith("missed by SYN → SYN/ACK: `connect` (5 and 1501).");
    }

    @Test
    void everyColumnHasATitle() {
        connection("127.0.0.1", 10, 15);
        Table table = Exactness.table();
        new Exactness(wire, reported).addTo(table, "x");
        List<String> lines = table.text().lines().toList();
        assertThat(cells(lines.get(0))).isEqualTo(cells(lines.get(2))).isEqualTo(11);
    }

    private static int cells(String line) {
        return line.split(" \\| ").length;
    }

    private void connection(String address, double capturedMicros, double reportedMicros) {
        WireTimes times = new WireTimes(address);
        times.syn(0);
        times.synAck(capturedMicros * MICRO);
        wire.add(times);
        reported.put(address, Map.of(WirePhase.CONNECT, reportedMicros * MICRO));
    }

    private List<String> rows() {
        Table table = Exactness.table();
        new Exactness(wire, reported).addTo(table, "x");
        return table.text().lines().skip(2).toList();
    }
}
