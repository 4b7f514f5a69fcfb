package dev.websocketexporter.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0.00 ms",
        "PT0.00004S, 0.04 ms",
        "PT0.0013049S, 1.30 ms",
        "PT0.006335S, 6.34 ms",
        "PT0.009999S, 10.00 ms",
        "PT0.012S, 12.0 ms",
        "PT0.01235S, 12.4 ms",
        "PT0.99999S, 1000.0 ms",
        "PT5S, 5.00 s",
        "PT62.345S, 62.35 s",
    })
    void durationHasAboutThreeDigits(Duration duration, String shown) {
        assertThat(Words.duration(duration)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "PT-5S, 0 s",
        "PT0.9S, 0 s",
        "PT119S, 119 s",
        "PT2M, 2 min",
        "PT119M, 119 min",
        "PT2H, 2 h",
        "PT47H, 47 h",
        "P3D, 3 d"
    })
    void ageIsInAUnitThatOneCanRead(Duration age, String shown) {
        assertThat(Words.age(age)).isEqualTo(shown);
    }

    @Test
    void timeIsInUtcToTheSecond() {
        assertThat(Words.utc(Instant.parse("2026-11-21T12:00:00.987Z"))).isEqualTo("2026-11-21 12:00:00 UTC");
    }
}
