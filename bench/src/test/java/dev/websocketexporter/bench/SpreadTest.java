package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    private static final List<Sample> SAMPLES =
            List.of(sample(0, "a", 1), sample(0, "b", 4), sample(1, "b", 2), sample(1, "a", 1), sample(2, "a", 9));

    private static Sample sample(int round, String contestant, double cpuMillis) {
        return new Sample(round, contestant, Scheme.WS, 16, cpuMillis, new LoadResult(1, 0, 1, 1, 1, 1));
    }

    @Test
    void ratiosAreTakenWithinARound() {
        assertThat(Spread.ofRatio(SAMPLES, "a", "b", Sample::cpuMillis).text(2)).isEqualTo("0.38 (0.25–0.50)");
    }

    @Test
    void theSpreadOfOneContestantIsOverItsRounds() {
        assertThat(Spread.of(SAMPLES, "a", Sample::cpuMillis).text(0)).isEqualTo("1 (1–9)");
    }

    @Test
    void whoDidNotTakePartHasAnEmptyCell() {
        assertThat(Spread.ofRatio(SAMPLES, "a", "c", Sample::cpuMillis).text(2)).isEmpty();
    }
}
