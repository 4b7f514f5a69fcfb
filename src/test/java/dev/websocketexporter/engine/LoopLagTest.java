package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LoopLagTest {
    /** By a clock that is 350 ms on whenever the loop comes to what was due after 100. */
    @Test
    void latenessIsObservedAgainAndAgainUntilTheLoopEnds() throws Exception {
        AtomicLong now = new AtomicLong();
        BlockingQueue<Duration> observed = new LinkedBlockingQueue<>();
        EventLoop loop = new DefaultEventLoop();
        try {
            new LoopLag(loop, () -> now.getAndAdd(TimeUnit.MILLISECONDS.toNanos(350)), observed::add).sample();
            assertThat(observed.take()).isEqualTo(Duration.ofMillis(250));
            assertThat(observed.take()).isEqualTo(Duration.ofMillis(250));
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }
}
