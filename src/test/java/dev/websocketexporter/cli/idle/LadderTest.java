package dev.websocketexporter.cli.idle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.idle.Ender;
import dev.websocketexporter.probe.idle.IdleConnection.End;
import dev.websocketexporter.probe.idle.IdleVerdict.HalfOpen;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LadderTest {
    private static final End END = new End(Ender.NOBODY, null);

    @ParameterizedTest
    @CsvSource({"PT1S", "PT2S", "PT5S", "PT20S", "PT1M", "PT5M", "PT10M", "PT16M39S", "PT17M", "PT30M"})
    void limitBetweenTwoLengthsIsKnownWithin20Percent(Duration longest) {
        List<Duration> lengths = Ladder.upTo(longest);
        assertThat(lengths).hasSizeBetween(2, 20).last().isEqualTo(longest);
        for (int i = 1; i < lengths.size(); i++) {
            double said = seconds(new HalfOpen(lengths.get(i - 1), lengths.get(i), 1, END).limit());
            double least = whenItAsks(lengths.get(i - 1));
            double most = whenItAsks(lengths.get(i));
            assertThat(least).isLessThan(most);
            assertThat(said).as("%s", lengths).isBetween(least * 0.8, least * 1.2);
            assertThat(said).as("%s", lengths).isBetween(most * 0.8, most * 1.2);
        }
    }

    private static double whenItAsks(Duration length) {
        return seconds(length.plus(Asking.grace(length)));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
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
