package dev.websocketexporter.bench;

import static dev.websocketexporter.bench.SoakState.Judgement.EXCUSED;
import static dev.websocketexporter.bench.SoakState.Judgement.RIGHT;
import static dev.websocketexporter.bench.SoakState.Judgement.RIGHT_WHILE_DOWN;
import static dev.websocketexporter.bench.SoakState.Judgement.WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SoakStateTest {
    private static final String REFUSED = "connect/connection_refused";

    private final SoakState good = new SoakState(
            new SoakTarget("plain", "nothing", SoakTarget.SUCCESS, REFUSED, "ws://127.0.0.1/", "5s", List.of()), 0);

    @Test
    void whileTheServerRunsOnlyTheExpectedIsRight() {
        assertThat(good.judge(1, SoakTarget.SUCCESS)).isEqualTo(RIGHT);
        assertThat(good.judge(1, REFUSED)).isEqualTo(WRONG);
    }

    @Test
    void whileTheServerIsBeingStoppedAnythingGoes() {
        good.disturb();

        assertThat(good.judge(1, REFUSED)).isEqualTo(EXCUSED);
    }

    @Test
    void whileTheServerIsAwayItMustBeReportedSo() {
        good.disturb();
        good.down(10);

        assertThat(good.judge(9, "processing/connection_closed")).isEqualTo(EXCUSED);
        assertThat(good.judge(11, REFUSED)).isEqualTo(RIGHT_WHILE_DOWN);
        assertThat(good.judge(11, SoakTarget.SUCCESS)).isEqualTo(WRONG);
    }

    @Test
    void onlyProbesThatBeganBeforeTheServerWasBackAreExcused() {
        good.disturb();
        good.down(10);
        good.disturb();
        good.up(20);

        assertThat(good.judge(19, REFUSED)).isEqualTo(EXCUSED);
        assertThat(good.judge(21, REFUSED)).isEqualTo(WRONG);
        assertThat(good.judge(21, SoakTarget.SUCCESS)).isEqualTo(RIGHT);
    }
}
