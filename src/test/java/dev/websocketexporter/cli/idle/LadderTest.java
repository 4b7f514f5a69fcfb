package dev.websocketexporter.cli.idle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LadderTest {
    /** The middle of two neighbours is right within the root of their ratio. */
    private static final double WITHIN_20_PERCENT = 1.2 * 1.2;

    @ParameterizedTest
    @CsvSource({"PT1S", "PT2S", "PT5S", "PT20S", "PT1M", "PT5M", "PT10M", "PT16M39S", "PT17M", "PT30M"})
    void limitBetweenTwoLengthsIsKnownWithin20Percent(Duration longest) {
        List<Duration> lengths = Ladder.upTo(longest);
        assertThat(lengths).hasSizeBetween(2, 20).last().isEqualTo(longest);
        for (int i = 1; i < lengths.size(); i++) {
            double ratio =
                    (double) lengths.get(i).toNanos() / lengths.get(i - 1).toNanos();
            assertThat(ratio).as("%s", lengths).isBetween(1.01, WITHIN_20_PERCENT);
        }
    }

    @ParameterizedTest
    @CsvSource({"PT5S, PT0.25S", "PT20S, PT1S", "PT5M, PT1S", "PT30M, PT1.8S"})
    void beginsWithASecondUnlessThatIsMuchOrLittleOfTheLongest(Duration longest, Duration first) {
        assertThat(Ladder.upTo(longest).get(0)).isEqualTo(first);
    }

    @Test
    void fiveMinutesTakeTwentyConnections() {
        assertThat(Ladder.upTo(Duration.ofMinutes(5))).hasSize(20);
    }
}
