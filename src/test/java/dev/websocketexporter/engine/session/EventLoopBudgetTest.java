package dev.websocketexporter.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.LoopClock;
import dev.websocketexporter.engine.loop.ProbeLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a probe makes room for others on its loop. */
class EventLoopBudgetTest {
    private final AtomicLong now = new AtomicLong(5);
    private final AtomicInteger resumed = new AtomicInteger();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ProbeLoop loop = new ProbeLoop(channel.eventLoop(), now::get, new LoopClock(now::get));
    private final EventLoopBudget turn = new EventLoopBudget(loop, resumed::incrementAndGet);

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void workGoesOnForAMillisecond() {
        turn.begin();
        now.addAndGet(1_000_000);
        assertThat(turn.goesOn()).isTrue();
        channel.runScheduledPendingTasks();
        assertThat(resumed).hasValue(0);
    }

    @Test
    void longerWorkRestsOnceAndIsResumedByATimer() {
        turn.begin();
        now.addAndGet(1_000_001);
        assertThat(turn.goesOn()).isFalse();
        assertThat(turn.goesOn()).isFalse();
        assertThat(turn.isResting()).isTrue();
        channel.runScheduledPendingTasks();
        assertThat(resumed).hasValue(1);
        assertThat(turn.isResting()).isFalse();
        turn.begin();
        assertThat(turn.goesOn()).isTrue();
    }

    @Test
    void turnsAreShorterTheMoreOthersWantToGoOn() {
        loop.busy(39);
        turn.begin();
        now.addAndGet(100_000);
        assertThat(turn.goesOn()).isTrue();
        now.addAndGet(1);
        assertThat(turn.goesOn()).isFalse();
        assertThat(loop.busy()).isEqualTo(40);
        channel.runScheduledPendingTasks();
        assertThat(loop.busy()).isEqualTo(39);
        loop.busy(100_000);
        now.addAndGet(20_000);
        assertThat(turn.goesOn()).isTrue();
        now.addAndGet(1);
        assertThat(turn.goesOn()).isFalse();
    }
}
