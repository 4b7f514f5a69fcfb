package dev.websocketexporter.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WallTimeTest {
    private final WatchStage stage = new WatchStage();
    private final WallTime wall = new WallTime(stage.clock, stage.loop);

    @Test
    void tickIsTheTimeOfDayThatItHad() {
        long tick = stage.loop.now();
        stage.advance(Duration.ofHours(2));
        assertThat(wall.read().at(tick)).isEqualTo(WatchStage.START);
        assertThat(wall.read().at(stage.loop.now())).isEqualTo(stage.clock.instant());
    }

    @Test
    void jumpMovesIt() {
        long tick = stage.loop.now();
        assertThat(wall.read().at(tick)).isEqualTo(WatchStage.START);
        stage.clock.jump(Duration.ofDays(-1));
        assertThat(wall.read().at(tick)).isEqualTo(WatchStage.START.minus(Duration.ofDays(1)));
    }

    /** The two clocks are never read at the same moment, and drift; a time that is shown must not change for that. */
    @Test
    void smallDifferenceDoesNot() {
        long tick = stage.loop.now();
        Instant first = wall.read().at(tick);
        stage.clock.jump(Duration.ofMillis(99));
        assertThat(wall.read().at(tick)).isEqualTo(first);
        stage.clock.jump(Duration.ofMillis(2));
        assertThat(wall.read().at(tick)).isEqualTo(first.plusMillis(101));
    }
}
