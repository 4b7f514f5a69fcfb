package dev.websocketexporter.server.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.server.handlers.DeadlineSpread.Place;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeadlineSpreadTest {
    private static final Duration BUDGET = Duration.ofSeconds(5);

    private final AtomicLong now = new AtomicLong(-Duration.ofSeconds(2).toNanos());
    private final DeadlineSpread spread = new DeadlineSpread(now::get, 2);

    @Test
    void fewProbesAtTheSameMomentHaveTheirWholeBudget() {
        assertThat(take(50)).extracting(Place::budget).containsOnly(BUDGET);
    }

    @Test
    void thousandProbesAtTheSameMomentEndWithinASecondAndNoMoreThanFiftyAtOnce() {
        var perBudget = take(1_000).stream().collect(Collectors.groupingBy(Place::budget, Collectors.counting()));

        assertThat(perBudget.values()).hasSize(20).containsOnly(50L);
        assertThat(perBudget.keySet())
                .contains(BUDGET)
                .allMatch(budget -> budget.compareTo(BUDGET) <= 0)
                .allMatch(budget -> budget.compareTo(Duration.ofMillis(4_050)) >= 0);
    }

    @Test
    void probesThatAreRequestedOneAfterTheOtherHaveTheirWholeBudget() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(spread.take(BUDGET).budget()).isEqualTo(BUDGET);
            now.addAndGet(Duration.ofMillis(1).toNanos());
        }
    }

    @Test
    void targetHasThreeQuartersOfItsTimeWhateverElseEndsThenAndBeyondThatAllOfIt() {
        List<Duration> budgets = take(2_000).stream().map(Place::budget).toList();

        assertThat(budgets).allMatch(budget -> budget.compareTo(Duration.ofMillis(3_750)) >= 0);
        assertThat(budgets.get(1_999)).isEqualTo(BUDGET);
    }

    @Test
    void probeThatHasEndedLeavesItsPlaceToTheNext() {
        List<Place> places = take(50);
        assertThat(spread.take(BUDGET).budget()).isLessThan(BUDGET);

        spread.release(places.get(0));

        assertThat(spread.take(BUDGET).budget()).isEqualTo(BUDGET);
    }

    private List<Place> take(int count) {
        return IntStream.range(0, count).mapToObj(i -> spread.take(BUDGET)).toList();
    }
}
