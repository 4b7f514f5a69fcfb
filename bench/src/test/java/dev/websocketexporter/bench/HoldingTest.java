package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HoldingTest {
    private final Holding ours = new Holding("ours", 1_000, 60, 70, 0.002, List.of(0.01, 0.03, 0.02));
    private final Holding peer = new Holding("peer", 1_000, 10, 25, 0.001, List.of(0.02, 0.03, 0.01));

    @Test
    void memoryIsSharedOutWholeAndAsGrowth() {
        assertThat(ours.wholePerConnection()).isEqualTo(71.68);
        assertThat(ours.growthPerConnection()).isEqualTo(10.24);
    }

    @Test
    void processorTimesAreComparedWindowByWindow() {
        assertThat(ours.middleCores()).isEqualTo(0.02);
        assertThat(ours.coresRatio(peer).text(2)).isEqualTo("1.00 (0.50–2.00)");
    }

    @Test
    void tablesSayWhichGoalsAreMissed() {
        WatchIdleTables tables = new WatchIdleTables();

        tables.add(Scheme.WS, List.of(ours, peer));

        assertThat(tables.memory())
                .contains("| 1,000 ws | ours | 60 | 70 | 71.7 | 10.2 |  |  |")
                .contains("| 1,000 ws | peer | 10 | 25 | 25.6 | 15.4 | 2.80 | 0.67 |")
                .contains("1,000 ws, whole RSS per connection, as a ratio: 2.80; goal: at most 0.60, **missed**");
        assertThat(tables.pings())
                .contains("| 1,000 ws | peer | 1.0 | 20.0 | 1.00 (0.50–2.00) |")
                .contains("processor time with pings, as a ratio: 1.00; goal: at most 1.00, **reached**");
    }
}
