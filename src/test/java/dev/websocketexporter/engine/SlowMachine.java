package dev.websocketexporter.engine;

import dev.websocketexporter.engine.loop.LoopClock;
import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.engine.loop.WireTimestampHandler;
import dev.websocketexporter.engine.run.ProbeRun;
import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;

/**
 * A probe on a machine where everything takes a time of its own, by a clock that stands still otherwise: so that a phase
 * tells by its length what belongs to it.
 */
public final class SlowMachine implements AutoCloseable {
    /** Of the system call that sends. */
    public static final Duration SENDING = Duration.ofMillis(1);
    /** From the end of that call until the answer is there and wakes the loop. */
    public static final Duration ANSWERING = Duration.ofMillis(10);
    /** All that is done to what is written before it goes to the socket. */
    private static final Duration WRITING = Duration.ofMillis(100);
    /** The other channels that the loop reads first when it wakes. */
    private static final Duration OTHERS = Duration.ofSeconds(1);
    /** All that is done to what was read before it is understood. */
    private static final Duration READING = Duration.ofSeconds(10);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final LoopClock clock;
    private final ProbeRun run;
    private long now = 1;
    private boolean isFast;

    private SlowMachine(ProbeRequest request, Instant startedOn) {
        this.clock = new LoopClock(() -> now);
        ProbeLoop loop = new ProbeLoop(channel.eventLoop(), () -> now, clock);
        this.run = new ProbeRun(request, RedirectHop.first(request, null), loop, startedOn);
        run.context().channel().own(channel);
        run.context()
                .channel()
                .frame(
                        channel.pipeline(),
                        run.context().probeLoop(),
                        run.context().lag(),
                        run.context().log());
        channel.pipeline().addBefore(WireTimestampHandler.NAME, null, new Socket());
        channel.pipeline().addAfter(WireTimestampHandler.NAME, null, new Work());
    }

    public static SlowMachine probing(String url, ProbeModule module) {
        return probing(url, module, Instant.EPOCH);
    }

    /** @param startedOn the date by which the probe goes */
    public static SlowMachine probing(String url, ProbeModule module, Instant startedOn) {
        try {
            return new SlowMachine(
                    new ProbeRequest(Target.parse(url), module, null, TargetPolicy.DEFAULT, Duration.ofMinutes(10)),
                    startedOn);
        } catch (InvalidTargetException e) {
            throw new IllegalStateException(url, e);
        }
    }

    public ProbeRun run() {
        return run;
    }

    public EmbeddedChannel channel() {
        return channel;
    }

    public void pass(Duration time) {
        now += time.toNanos();
    }

    /** From now on only {@link #ANSWERING} takes time. */
    public void speedUp() {
        isFast = true;
    }

    private void work(Duration time) {
        if (!isFast) {
            pass(time);
        }
    }

    /** The loop has nothing to do until the answer wakes it. */
    public void answer(ByteBuf bytes) {
        clock.waits();
        pass(ANSWERING);
        clock.woke();
        work(OTHERS);
        channel.writeInbound(bytes);
        clock.looked();
    }

    private final class Socket extends ChannelOutboundHandlerAdapter {
        @Override
        public void flush(ChannelHandlerContext ctx) {
            work(SENDING);
            ctx.flush();
        }
    }

    private final class Work extends ChannelDuplexHandler {
        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            work(WRITING);
            ctx.write(message, promise);
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            work(READING);
            ctx.fireChannelRead(message);
        }
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }
}
