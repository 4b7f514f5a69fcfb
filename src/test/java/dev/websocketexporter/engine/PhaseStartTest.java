package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.probe.Module;
import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Target;
import dev.websocketexporter.probe.TargetPolicy;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The exporter's own work is no part of a phase, and its loop forgets a probe that is over. */
class PhaseStartTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private long now = 1;
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ProbeLoop loop = new ProbeLoop(channel.eventLoop(), () -> now, new LoopClock(() -> now));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void upgradeBeginsWhenItsRequestGoesToTheSocketNotWhenItIsWrittenOrEncrypted() throws Exception {
        ProbeRun run = run();
        run.channel().own(channel);
        run.channel().frame(channel.pipeline(), run);
        channel.pipeline().addAfter(WireClock.NAME, null, new SlowWriting());
        CompletableFuture<UpgradeAnswer> answered =
                run.phase(Phase.UPGRADE, () -> new UpgradePhase("ua").request(run, List.of()));
        now += 4 * MILLI;
        channel.writeInbound(Unpooled.copiedBuffer("HTTP/1.1 404 Not Found\r\n\r\n", StandardCharsets.US_ASCII));
        assertThat(answered).isCompletedExceptionally();
        assertThat(run.clock().durations()).containsEntry(Phase.UPGRADE, Duration.ofMillis(4));
    }

    @Test
    void probeThatIsOverIsToldNothingMore() throws Exception {
        ProbeRun run = run();
        loop.watch(lag -> {});
        channel.runPendingTasks();
        run.startDeadline();
        run.finish(null);
        now += 900 * MILLI;
        channel.advanceTimeBy(100, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
        assertThat(run.lag().most()).isZero();
    }

    private ProbeRun run() throws Exception {
        ProbeRequest request = new ProbeRequest(
                Target.parse("ws://a.example/"),
                Module.withDefaults("m"),
                null,
                TargetPolicy.DEFAULT,
                Duration.ofSeconds(10));
        return new ProbeRun(request, Hop.first(request, null), loop, Instant.EPOCH);
    }

    /** Stands for all that works on what is sent. */
    private final class SlowWriting extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            now += 300 * MILLI;
            ctx.write(message, promise);
        }
    }
}
