package dev.websocketexporter.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.ProbeLoop.ProbeLag;
import dev.websocketexporter.probe.Ticker;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ProbeLoopTest {
    private final AtomicLong now = new AtomicLong();

    /** By a clock that is 1,250 ms on whenever the loop comes to what was due after a second. */
    @Test
    void latenessIsObservedAgainAndAgainUntilTheLoopEnds() throws Exception {
        BlockingQueue<Duration> observed = new LinkedBlockingQueue<>();
        EventLoop executor = new DefaultEventLoop();
        try {
            loop(executor, () -> now.getAndAdd(TimeUnit.MILLISECONDS.toNanos(1250)))
                    .watch(observed::add);
            assertThat(observed.take()).isEqualTo(Duration.ofMillis(250));
            assertThat(observed.take()).isEqualTo(Duration.ofMillis(250));
        } finally {
            executor.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    @Test
    void probeIsToldTheMostOfWhatIsObservedWhileItRuns() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        ProbeLoop loop = loop(channel.eventLoop(), now::get);
        ProbeLag early = new ProbeLag();
        ProbeLag probe = new ProbeLag();
        loop.watch(lag -> {});
        channel.runPendingTasks();
        loop.add(early);
        tick(channel, 170);
        loop.add(probe);
        loop.remove(early);
        tick(channel, 130);
        tick(channel, 105);
        loop.remove(probe);
        tick(channel, 900);
        assertThat(early.most()).isEqualTo(Duration.ofMillis(160));
        assertThat(probe.most()).isEqualTo(Duration.ofMillis(30));
        channel.close();
    }

    @Test
    void loopThatStoodForAMomentInAShortProbeIsToldAtItsEnd() {
        EmbeddedChannel channel = new EmbeddedChannel();
        ProbeLoop loop = loop(channel.eventLoop(), now::get);
        ProbeLag probe = new ProbeLag();
        loop.watch(lag -> {});
        channel.runPendingTasks();
        loop.add(probe);
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(75));
        loop.remove(probe);
        assertThat(probe.most()).isEqualTo(Duration.ofMillis(65));
        channel.close();
    }

    @Test
    void loopIsSampledOnceASecondWhileNoProbeRunsAndTenTimesWhileOneDoes() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        ProbeLoop loop = loop(channel.eventLoop(), now::get);
        AtomicInteger samples = new AtomicInteger();
        loop.watch(lag -> samples.incrementAndGet());
        channel.runPendingTasks();
        for (int i = 0; i < 100; i++) {
            tick(channel, 100);
        }
        assertThat(samples.getAndSet(0)).isEqualTo(10);
        ProbeLag probe = new ProbeLag();
        loop.add(probe);
        for (int i = 0; i < 100; i++) {
            tick(channel, 100);
        }
        loop.remove(probe);
        assertThat(samples.getAndSet(0)).isEqualTo(101);
        for (int i = 0; i < 100; i++) {
            tick(channel, 100);
        }
        assertThat(samples.get()).isEqualTo(10);
        channel.close();
    }

    /** Else the few that are late would be all that is observed of short probes. */
    @Test
    void shortProbeThatTheLoopWasNotLateForIsObservedAsOnTime() {
        EmbeddedChannel channel = new EmbeddedChannel();
        ProbeLoop loop = loop(channel.eventLoop(), now::get);
        List<Duration> observed = new ArrayList<>();
        loop.watch(observed::add);
        channel.runPendingTasks();
        for (int millis : new int[] {5, 5, 30}) {
            ProbeLag probe = new ProbeLag();
            loop.add(probe);
            now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
            loop.remove(probe);
        }
        assertThat(observed).containsExactly(Duration.ZERO, Duration.ZERO, Duration.ofMillis(20));
        channel.close();
    }

    @Test
    void probesOneAfterTheOtherRunOnTheSameLoopAndProbesAtOnceOnDifferentOnes() {
        EmbeddedChannel channel = new EmbeddedChannel();
        ProbeLoop first = loop(channel.eventLoop(), now::get);
        ProbeLoop second = loop(channel.eventLoop(), now::get);
        List<ProbeLoop> loops = List.of(first, second);
        ProbeLag probe = new ProbeLag();
        assertThat(ProbeLoop.leastBusy(loops)).isSameAs(first);
        first.take();
        assertThat(ProbeLoop.leastBusy(loops)).isSameAs(second);
        second.take();
        assertThat(ProbeLoop.leastBusy(loops)).isSameAs(first);
        first.add(probe);
        first.remove(probe);
        assertThat(ProbeLoop.leastBusy(loops)).isSameAs(first);
        channel.close();
    }

    @Test
    void loopWhoseObserverBrokeIsNotLateForEver() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        ProbeLoop loop = loop(channel.eventLoop(), now::get);
        loop.watch(lag -> {
            throw new IllegalStateException("of a test");
        });
        channel.runPendingTasks();
        for (int i = 0; i < 10; i++) {
            tick(channel, 100);
        }
        ProbeLag probe = new ProbeLag();
        loop.add(probe);
        now.addAndGet(TimeUnit.SECONDS.toNanos(9));
        loop.remove(probe);
        assertThat(probe.most()).isZero();
        channel.close();
    }

    @Test
    void loopThatIsNotWatchedTellsNothing() {
        EmbeddedChannel channel = new EmbeddedChannel();
        ProbeLoop loop = loop(channel.eventLoop(), now::get);
        ProbeLag probe = new ProbeLag();
        loop.add(probe);
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        loop.remove(probe);
        assertThat(probe.most()).isZero();
        channel.close();
    }

    private void tick(EmbeddedChannel channel, long millis) {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
        channel.advanceTimeBy(100, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
    }

    private static ProbeLoop loop(EventLoop executor, Ticker ticker) {
        return new ProbeLoop(executor, ticker, new LoopClock(ticker));
    }
}
