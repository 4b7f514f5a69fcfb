package dev.websocketexporter.engine.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.LoopClock;
import dev.websocketexporter.engine.loop.ProbeLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTimersTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final EmbeddedChannel channel = new EmbeddedChannel();

    /** Ticks may be negative. */
    private long now = -37 * TimeUnit.SECONDS.toNanos(1) + 5;

    private final LoopClock clock = new LoopClock(() -> now);
    private final LoopTimers timers;
    private final List<String> fired = new ArrayList<>();

    LoopTimersTest() {
        channel.freezeTime();
        timers = new LoopTimers(new ProbeLoop(channel.eventLoop(), () -> now, clock));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private final class Named extends LoopTimers.Timer {
        private final String name;
        private long firedAt;
        private Runnable then = () -> {};

        Named(String name) {
            this.name = name;
        }

        @Override
        void due(long look) {
            firedAt = now;
            fired.add(name);
            then.run();
        }
    }

    private Named set(String name, long inMillis) {
        Named timer = new Named(name);
        timers.set(timer, now + inMillis * MILLI);
        return timer;
    }

    private void after(long millis) {
        for (long i = 0; i < millis; i++) {
            now += MILLI;
            channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
            look();
            channel.runPendingTasks();
        }
    }

    private void look() {
        clock.waits();
        clock.woke();
        clock.looked();
    }

    @Test
    void timersFireInTheirSlotAndNeverEarly() {
        Random random = new Random(1);
        List<Named> all = new ArrayList<>();
        long begun = now;
        List<Long> due = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            long millis = random.nextInt(60_000);
            due.add(begun + millis * MILLI);
            all.add(set("t" + i, millis));
        }
        after(60_200);
        assertThat(fired).hasSize(500);
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).firedAt - due.get(i)).as("t%d", i).isBetween(0L, 52 * MILLI);
        }
    }

    @Test
    void timerOfALaterRoundWaitsForItsRound() {
        set("far", 60_000);
        after(30_000);
        set("near", 100);
        after(200);
        assertThat(fired).containsExactly("near");
        after(60_000 - 30_200 + 60);
        assertThat(fired).containsExactly("near", "far");
    }

    @Test
    void timerThatIsCancelledOrSetAgainDoesNotFireAtItsOldTime() {
        Named cancelled = set("cancelled", 100);
        Named moved = set("moved", 100);
        Named sooner = set("sooner", 10_000);
        timers.cancel(cancelled);
        timers.cancel(cancelled);
        timers.set(moved, now + 500 * MILLI);
        timers.set(sooner, now + 20 * MILLI);
        after(300);
        assertThat(fired).containsExactly("sooner");
        after(300);
        assertThat(fired).containsExactly("sooner", "moved");
    }

    @Test
    void oneThatFiresMaySetAndCancelOthersOfItsSlot() {
        Named first = set("b", 120);
        Named second = set("a", 120);
        first.then = () -> timers.cancel(second);
        second.then = () -> timers.cancel(first);
        Named again = set("again", 200);
        again.then = () -> timers.set(again, now);
        after(250);
        assertThat(fired.stream().filter(name -> name.length() == 1)).hasSize(1);
        after(200);
        assertThat(fired.stream().filter("again"::equals)).hasSizeBetween(3, 6);
    }

    @Test
    void nothingIsLeftToWakeTheLoopWhenNoTimerIsSet() {
        Named timer = set("t", 100);
        after(200);
        timers.cancel(timer);
        assertThat(channel.runScheduledPendingTasks())
                .as("nothing is scheduled")
                .isEqualTo(-1);
    }
}
