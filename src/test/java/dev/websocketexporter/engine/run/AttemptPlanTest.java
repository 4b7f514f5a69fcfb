package dev.websocketexporter.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.run.AttemptSeries.AttemptPlan;
import dev.websocketexporter.probe.module.ProbeModule.RetrySettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptPlanTest {
    @Test
    void eachAttemptMayTakeItsShareOfTheTimeWithoutTheIntervals() {
        assertThat(plan(Duration.ofSeconds(8), 3, Duration.ofSeconds(1)))
                .isEqualTo(new AttemptPlan(3, Duration.ofSeconds(2)));
    }

    @Test
    void theLastAttemptMayTakeAllThatIsLeft() {
        assertThat(plan(Duration.ofSeconds(8), 1, Duration.ofSeconds(10)))
                .isEqualTo(new AttemptPlan(1, Duration.ofSeconds(8)));
    }

    @Test
    void onlyAsManyAttemptsAreMadeAsTheIntervalsLeaveTimeFor() {
        assertThat(plan(Duration.ofMillis(2_250), 5, Duration.ofSeconds(1)))
                .isEqualTo(new AttemptPlan(2, Duration.ofMillis(625)));
        assertThat(plan(Duration.ofMillis(500), 5, Duration.ofSeconds(1)))
                .isEqualTo(new AttemptPlan(1, Duration.ofMillis(500)));
    }

    @Test
    void anAttemptThatCouldOnlyTimeOutIsNotPlanned() {
        assertThat(plan(Duration.ofMillis(1_150), 2, Duration.ofSeconds(1)))
                .isEqualTo(new AttemptPlan(1, Duration.ofMillis(1_150)));
        assertThat(plan(Duration.ofMillis(1_200), 2, Duration.ofSeconds(1)))
                .isEqualTo(new AttemptPlan(2, Duration.ofMillis(100)));
    }

    private static AttemptPlan plan(Duration left, int wanted, Duration interval) {
        return AttemptPlan.of(left, wanted, new RetrySettings(wanted, interval));
    }
}
