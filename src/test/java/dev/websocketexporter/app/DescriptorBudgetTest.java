package dev.websocketexporter.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptorBudgetTest {
    @ParameterizedTest
    @ValueSource(ints = {256, 1_024, 4_096, 20_000, 1_048_576})
    void probesAndConnectionsTogetherNeverNeedMoreThanThereAre(int most) {
        DescriptorBudget budget = new DescriptorBudget(most, 100);
        int probes = budget.probes(1_000);
        assertThat(probes).isBetween(1, 1_000);
        assertThat(3L * probes + budget.connections(probes)).isLessThanOrEqualTo(most - 100);
        assertThat(budget.connections(probes)).isGreaterThanOrEqualTo(2 * probes);
    }

    @Test
    void whatIsWantedIsGivenWhenTheLimitIsTheOneThatIsCalledEnough() {
        DescriptorBudget few = new DescriptorBudget(1_024, 100);
        assertThat(few.probes(1_000)).isLessThan(200);
        long enough = few.needed(1_000);
        assertThat(new DescriptorBudget(enough, 100).probes(1_000)).isEqualTo(1_000);
        assertThat(new DescriptorBudget(enough - 5, 100).probes(1_000)).isEqualTo(999);
    }

    @Test
    void oneProbeRunsEvenWhereNoneFits() {
        DescriptorBudget none = new DescriptorBudget(100, 100);
        assertThat(none.probes(1_000)).isEqualTo(1);
        assertThat(none.connections(1)).isEqualTo(2);
    }

    @Test
    void limitOfThisProcessIsKnown() {
        assertThat(DescriptorBudget.ofThisProcess().most())
                .isGreaterThan(DescriptorBudget.ofThisProcess().open());
    }
}
