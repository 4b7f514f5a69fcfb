package dev.websocketexporter.render.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimesTest {
    /** A series without an end must not fill the memory; and what it shows must be true all the same. */
    @Test
    void tenMillionTimesAreSummedUpInTheMemoryOfTenThousand() {
        Times times = new Times();
        int all = 10_000_000;
        for (int i = 1; i <= all; i++) {
            times.add(Duration.ofNanos(i));
        }

        assertThat(times.count()).isEqualTo(all);
        assertThat(times.least()).isEqualTo(Duration.ofNanos(1));
        assertThat(times.greatest()).isEqualTo(Duration.ofNanos(all));
        assertThat(times.mean()).isEqualTo(Duration.ofNanos(all / 2 + 1));
        // The standard deviation of the rank is 0.22 % of them, so that this is eleven of them to either side.
        assertThat(times.percentile(95).toNanos() / (double) all).isBetween(0.925, 0.975);
    }

    @Test
    void asLongAsAllAreKeptThePercentileIsTheNearestRank() {
        Times times = new Times();
        for (int i = Times.MOST; i >= 1; i--) {
            times.add(Duration.ofNanos(i));
        }

        assertThat(times.percentile(95)).isEqualTo(Duration.ofNanos(9_500));
        assertThat(times.percentile(100)).isEqualTo(Duration.ofNanos(10_000));
    }
}
