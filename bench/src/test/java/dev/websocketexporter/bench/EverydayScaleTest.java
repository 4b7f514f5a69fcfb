package dev.websocketexporter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is built, started and warmed up takes up to three minutes more. */
class EverydayScaleTest {
    @Test
    void aFullRunLeavesRoomInHalfAnHour() {
        assertThat(EverydayScale.FULL.planned()).isBetween(Duration.ofMinutes(20), Duration.ofMinutes(27));
    }

    @Test
    void aQuickRunTakesFiveMinutes() {
        assertThat(EverydayScale.QUICK.planned()).isLessThan(Duration.ofMinutes(5));
    }
}
