package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptorBudgetTest {
    @ParameterizedTest
    @ValueSource(ints = {256, 1_024, 4_096, 20_000, 1_048_576})
    void probesAndConnectionsTogetherNeverNeedMoreThanThereAre(int most) {
        DescriptorBudget budget = new DescriptorBudget(most, 100, 0);
        int probes = budget.probes(1_000);
        assertThat(probes).isBetween(1, 1_000);
        assertThat(3L * probes + budget.connections(probes)).isLessThanOrEqualTo(most - 100);
        assertThat(budget.connections(probes)).isGreaterThanOrEqualTo(2 * probes);
    }

    @Test
    void whatIsWantedIsGivenWhenTheLimitIsTheOneThatIsCalledEnough() {
        DescriptorBudget few = new DescriptorBudget(1_024, 100, 0);
        assertThat(few.probes(1_000)).isLessThan(200);
        long enough = few.needed(1_000);
        assertThat(new DescriptorBudget(enough, 100, 0).probes(1_000)).isEqualTo(1_000);
        assertThat(new DescriptorBudget(enough - 5, 100, 0).probes(1_000)).isEqualTo(999);
    }

    @Test
    void oneProbeRunsEvenWhereNoneFits() {
        DescriptorBudget none = new DescriptorBudget(100, 100, 0);
        assertThat(none.probes(1_000)).isEqualTo(1);
        assertThat(none.connections(1)).isEqualTo(2);
    }

    /** Three for a probe, its clients and others, and one for each connection that is held open. */
    @ParameterizedTest
    @CsvSource({
        "256, 10",
        "256, 100000",
        "1024, 50",
        "1024, 100000",
        "20000, 0",
        "20000, 9000",
        "20000, 100000",
        "1048576, 0",
        "1048576, 100000"
    })
    void whatIsWatchedAndProbesTogetherNeverNeedMoreThanThereIs(int most, int watched) {
        DescriptorBudget budget = new DescriptorBudget(most, 100, watched);
        int probes = budget.probes(1_000);
        assertThat(3L * probes + budget.connections(probes) + budget.watches(probes))
                .isLessThanOrEqualTo(most - 100);
        assertThat(budget.connections(probes)).isGreaterThanOrEqualTo(2 * probes);
        assertThat(budget.watches(probes)).isGreaterThanOrEqualTo(Math.min(watched, (most - 200) / 2 - 5));
    }

    @Test
    void neitherProbesNorWhatIsWatchedTakesMoreThanHalfFromTheOther() {
        DescriptorBudget scarce = new DescriptorBudget(1_024, 100, 100_000);
        assertThat(scarce.probes(1_000)).isBetween(75, 90);
        assertThat(scarce.watches(scarce.probes(1_000))).isBetween(390, 450);
        DescriptorBudget fewProbes = new DescriptorBudget(1_024, 100, 100_000);
        assertThat(fewProbes.probes(10)).isEqualTo(10);
        assertThat(fewProbes.watches(10)).as("what probes leave").isGreaterThan(750);
    }

    @Test
    void limitThatIsCalledEnoughForBothIsEnough() {
        long enough = new DescriptorBudget(1_024, 100, 0).needed(1_000, 20_000);
        DescriptorBudget budget = new DescriptorBudget(enough, 100, 0).watching(20_000);
        assertThat(budget.probes(1_000)).isEqualTo(1_000);
        assertThat(budget.watches(1_000)).as("with those that are replaced").isEqualTo(20_050);
        assertThat(budget.needed(1_000)).isEqualTo(enough);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "2, 4", "50, 100", "51, 101", "20000, 20050"})
    void connectionsThatAreReplacedHaveASocketWhileTheirServersCloseThem(long connections, long sockets) {
        assertThat(DescriptorBudget.sockets(connections)).isEqualTo(sockets);
        assertThat(DescriptorBudget.connectionsOf(sockets)).isEqualTo(connections);
    }

    /** A reload may bring the first ones. */
    @Test
    void withoutAnyHalfOfWhatIsSpareIsKeptForALaterConfiguration() {
        DescriptorBudget budget = new DescriptorBudget(1_048_576, 100, 0);
        assertThat(budget.watches(1_000)).isGreaterThan(500_000);
    }

    @Test
    void limitOfThisProcessIsKnown() {
        assertThat(DescriptorBudget.ofThisProcess().most())
                .isGreaterThan(DescriptorBudget.ofThisProcess().open());
    }
}
