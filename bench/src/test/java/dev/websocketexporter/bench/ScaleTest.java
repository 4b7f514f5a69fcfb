package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.bench.Contestant.Part;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScaleTest {
    /** Ourselves, and the tcp, http and websocket probers; at a constant rate without the http prober. */
    private static final List<Part> CLOSED =
            List.of(Part.EVERY_ROUND, Part.EVERY_ROUND, Part.EVERY_OTHER_ROUND, Part.EVERY_OTHER_ROUND);

    private static final List<Part> OPEN = List.of(Part.EVERY_ROUND, Part.EVERY_ROUND, Part.EVERY_OTHER_ROUND);

    /** What is built and started before takes up to three minutes more. */
    @Test
    void aFullRunWithEveryProberLeavesRoomInTwentyMinutes() {
        assertThat(Scale.FULL.planned(CLOSED, OPEN)).isBetween(Duration.ofMinutes(12), Duration.ofMinutes(14));
    }

    @Test
    void aQuickRunWithEveryProberLeavesRoomInThreeMinutes() {
        assertThat(Scale.QUICK.planned(CLOSED, OPEN)).isLessThan(Duration.ofSeconds(75));
    }

    /** Of an even number, the median would be a figure that nobody measured. */
    @ParameterizedTest
    @EnumSource
    void everyOnePlaysAnOddNumberOfFullRounds(Part part) {
        assertThat(part.timesIn(Scale.FULL.rounds())).isGreaterThanOrEqualTo(3).isOdd();
    }

    @Test
    void whoIsOnlyShownPlaysWithTheOthers() {
        assertThat(Part.EVERY_OTHER_ROUND.plays(0)).isTrue();
        assertThat(Part.EVERY_OTHER_ROUND.plays(1)).isFalse();
        assertThat(Part.EVERY_OTHER_ROUND.plays(2)).isTrue();
    }
}
