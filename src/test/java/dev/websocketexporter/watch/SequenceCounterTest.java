package dev.websocketexporter.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.watch.TargetFigures.Sequence;
import dev.websocketexporter.watch.SequenceCounter.Numbers;
import org.junit.jupiter.api.Test;

class SequenceCounterTest {
    private final SequenceCounter counter = new SequenceCounter();

    private Sequence after(long... sequence) {
        Numbers numbers = new Numbers(counter);
        for (long number : sequence) {
            numbers.next(number);
        }
        return counter.figures(numbers.last());
    }

    @Test
    void firstNumberMayBeAny() {
        assertThat(after(-5, -4, -3)).isEqualTo(new Sequence(0, 0, 0, -3L));
    }

    @Test
    void gapCountsOnceAndItsNumbersCountEach() {
        assertThat(after(1, 2, 10, 11)).isEqualTo(new Sequence(1, 7, 0, 11L));
    }

    @Test
    void repeatedNumberIsReordered() {
        assertThat(after(1, 2, 2, 3)).isEqualTo(new Sequence(0, 0, 1, 3L));
    }

    /** Four comes before three, so three is missing for a moment; five follows four, whatever is between. */
    @Test
    void twoSwappedMessagesAreOneGapAndNotTwo() {
        assertThat(after(1, 2, 4, 3, 5, 6)).isEqualTo(new Sequence(1, 1, 1, 6L));
    }

    @Test
    void severalLateMessagesAreOneGapAndNotTwo() {
        assertThat(after(1, 2, 6, 3, 4, 5, 7, 8)).isEqualTo(new Sequence(1, 3, 1, 8L));
        assertThat(after(1, 2, 5, 3, 4, 6, 9)).as("with the other").isEqualTo(new Sequence(3, 7, 2, 9L));
    }

    @Test
    void gapIsFoundAfterNumberingHasBegunAnew() {
        assertThat(after(900_000, 900_001, 1, 2, 3, 5)).isEqualTo(new Sequence(1, 1, 1, 5L));
    }

    @Test
    void leapAcrossTheWholeRangeIsAsManyAsANumberCanSay() {
        assertThat(after(Long.MIN_VALUE + 1, Long.MAX_VALUE, 0, 2)).isEqualTo(new Sequence(1, Long.MAX_VALUE, 2, 2L));
        assertThat(after(0, Long.MAX_VALUE)).isEqualTo(new Sequence(2, Long.MAX_VALUE, 2, Long.MAX_VALUE));
    }
}
