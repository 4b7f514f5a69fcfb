package dev.websocketexporter.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a loop that was busy can say of the bytes that it finds then. */
class LoopClockTest {
    private long now = 1_000_000_000;
    private final LoopClock clock = new LoopClock(() -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** A turn that was busy for two seconds, and then waited for so long until something was there. */
    private long wakesAfterBusy(Duration waited) {
        clock.waits();
        pass(Duration.ofMillis(100));
        long began = now;
        clock.woke();
        pass(Duration.ofSeconds(2));
        clock.looked();
        clock.waits();
        pass(waited);
        clock.woke();
        return began;
    }

    @Test
    void whatIsThereAtOnceMayHaveComeWhileTheLoopWasBusy() {
        long began = wakesAfterBusy(Duration.ofNanos(5_000));
        assertThat(clock.quietUntil()).isEqualTo(began);
        assertThat(clock.surelyQuietUntil()).isEqualTo(began);
    }

    @Test
    void noPeerIsBlamedForTheTimeThatALoadedMachineTakesToTell() {
        long began = wakesAfterBusy(Duration.ofMillis(3));
        assertThat(clock.quietUntil()).isEqualTo(now);
        assertThat(clock.surelyQuietUntil()).isEqualTo(began);
    }

    @Test
    void whatEndsALongWaitHasJustCome() {
        long began = wakesAfterBusy(Duration.ofMillis(20));
        assertThat(now).isGreaterThan(began);
        assertThat(clock.quietUntil()).isEqualTo(now);
        assertThat(clock.surelyQuietUntil()).isEqualTo(now);
    }
}
