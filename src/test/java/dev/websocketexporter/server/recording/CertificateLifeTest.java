package dev.websocketexporter.server.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.server.recording.CertificateLife.Urgency;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateLifeTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    /** A certificate for six days that is renewed halfway has always less than a week left. */
    @ParameterizedTest
    @CsvSource({
        "P6D, P5D, NONE",
        "P6D, P2D, NONE",
        "P6D, PT47H, VERY_SOON",
        "P47D, P16D, NONE",
        "P47D, P15D, SOON",
        "P90D, P30D, NONE",
        "P90D, P21D, NONE",
        "P90D, P20D, SOON",
        "P90D, P7D, SOON",
        "P90D, P6D, VERY_SOON",
        "P3650D, P300D, NONE",
        "P6D, -P1D, VERY_SOON",
    })
    void urgencyIsOfTheTimeThatIsLeftAndOfTheShareThatIsLeft(Duration life, Duration left, Urgency urgency) {
        Instant end = NOW.plus(left);

        assertThat(new CertificateLife(end.minus(life), end).urgency(NOW)).isEqualTo(urgency);
    }

    @Test
    void withoutABeginningTheTimeThatIsLeftDecides() {
        assertThat(new CertificateLife(null, NOW.plus(Duration.ofDays(6))).urgency(NOW))
                .isEqualTo(Urgency.VERY_SOON);
        assertThat(new CertificateLife(null, NOW.plus(Duration.ofDays(20))).urgency(NOW))
                .isEqualTo(Urgency.SOON);
    }
}
