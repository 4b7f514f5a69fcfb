package dev.websocketexporter.engine.run;

import static dev.websocketexporter.probe.report.Phase.CONNECT;
import static dev.websocketexporter.probe.report.Phase.RESOLVE;
import static dev.websocketexporter.probe.report.Phase.UPGRADE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PhaseClockTest {
    private long now = 1_000;
    private final PhaseClock clock = new PhaseClock(() -> now);

    @Test
    void phaseHasTheTimeBetweenItsBeginAndItsEnd() {
        clock.begin(RESOLVE);
        now += 70;
        clock.end();
        now += 1_000;
        assertThat(clock.durations()).isEqualTo(Map.of(RESOLVE, Duration.ofNanos(70)));
    }

    @Test
    void phaseThatBeginsAgainAddsUp() {
        for (int hop = 0; hop < 2; hop++) {
            clock.begin(CONNECT);
            now += 30;
            clock.end();
            now += 5;
        }
        assertThat(clock.durations()).isEqualTo(Map.of(CONNECT, Duration.ofNanos(60)));
    }

    @Test
    void phaseEndsWhenItWasOverOnTheWireNotWhenWeCameToLook() {
        clock.begin(UPGRADE);
        long lastByte = now += 40;
        now += 1_000_000;
        clock.stopAt(lastByte);
        clock.end();
        assertThat(clock.durations()).isEqualTo(Map.of(UPGRADE, Duration.ofNanos(40)));
    }

    @Test
    void phaseBeginsWhenItsFirstBytesWentToTheSocket() {
        clock.begin(UPGRADE);
        now += 300;
        clock.startAt(now);
        now += 40;
        clock.end();
        assertThat(clock.durations()).isEqualTo(Map.of(UPGRADE, Duration.ofNanos(40)));
    }

    @Test
    void phaseThatHasSentNothingBeganWhenWorkForItDid() {
        long before = now;
        now += 10;
        clock.begin(UPGRADE);
        clock.startAt(before);
        now += 40;
        clock.end();
        assertThat(clock.durations()).isEqualTo(Map.of(UPGRADE, Duration.ofNanos(40)));
    }

    @Test
    void phaseTakesTheTimeThatTheKernelMeasured() {
        clock.begin(CONNECT);
        now += 5_000;
        clock.stopAfter(12);
        clock.end();
        assertThat(clock.durations()).isEqualTo(Map.of(CONNECT, Duration.ofNanos(12)));
    }

    @Test
    void correctionOfOnePhaseDoesNotReachTheNext() {
        clock.begin(CONNECT);
        clock.stopAfter(12);
        clock.end();
        clock.begin(UPGRADE);
        now += 9;
        clock.end();
        assertThat(clock.durations().get(UPGRADE)).isEqualTo(Duration.ofNanos(9));
    }

    @Test
    void twoPhasesNeverRunAtATime() {
        clock.begin(RESOLVE);
        assertThatThrownBy(() -> clock.begin(CONNECT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("CONNECT begins while RESOLVE runs (expected: one at a time)");
    }

    @Test
    void phaseNeverTakesLessThanNothing() {
        clock.begin(UPGRADE);
        clock.stopAt(now - 1);
        clock.end();
        assertThat(clock.durations()).isEqualTo(Map.of(UPGRADE, Duration.ZERO));
    }
}
