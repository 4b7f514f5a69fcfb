package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Half an hour of made-up figures, by the rules of {@code bench/soak --faults}. */
class FlatnessTest {
    private static final int SECONDS = 1_800;
    private static final Flatness HEAP = Flatness.byPart("heap", 300, 0.05);
    private static final Flatness DESCRIPTORS = Flatness.byNumber("descriptors", 300, 10);

    private static List<Flatness.Sample> every(int seconds, DoubleUnaryOperator figure) {
        return IntStream.range(0, SECONDS / seconds)
                .mapToObj(i -> new Flatness.Sample(i * seconds, figure.applyAsDouble(i * seconds)))
                .toList();
    }

    @Test
    void noiseIsNoGrowth() {
        Random random = new Random(1);

        assertThat(HEAP.holds(every(10, second -> 25 + random.nextGaussian()))).isTrue();
        assertThat(DESCRIPTORS.holds(every(1, second -> 250 + 15 * random.nextGaussian())))
                .isTrue();
    }

    @Test
    void aLeakOfEightBytesAProbeIsFound() {
        Random random = new Random(2);
        double mebibytesPerSecond = 200 * 8.0 / (1 << 20);

        assertThat(HEAP.holds(every(10, second -> 25 + 0.3 * random.nextGaussian() + mebibytesPerSecond * second)))
                .isFalse();
    }

    @Test
    void aDescriptorThatIsLostEveryTwoMinutesIsFound() {
        Random random = new Random(3);

        assertThat(DESCRIPTORS.holds(every(1, second -> 250 + 5 * random.nextGaussian() + Math.floor(second / 120))))
                .isFalse();
    }

    @Test
    void whatGrowsBeforeItCountsIsNoGrowth() {
        assertThat(HEAP.holds(every(10, second -> Math.min(25, 15 + second / 30))))
                .isTrue();
    }

    @Test
    void aJumpThatStaysIsGrowth() {
        assertThat(DESCRIPTORS.holds(every(1, second -> second < 1_000 ? 250 : 260)))
                .isFalse();
    }

    @Test
    void whatFallsHolds() {
        assertThat(HEAP.holds(every(10, second -> 30 - second / 600))).isTrue();
    }

    @Test
    void theLineIsToldInWords() {
        assertThat(HEAP.words(every(10, second -> 20 + (second - 300) / 149)))
                .isEqualTo("heap: 20.0, and +50.0 % until the end (must be less than 5 %)");
    }
}
