package dev.websocketexporter.engine.hold;

import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.loop.LoopClock;
import dev.websocketexporter.engine.loop.MessageMemory;
import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.engine.run.PhaseChain;
import dev.websocketexporter.engine.run.ProbeRun;
import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.engine.session.Session;
import dev.websocketexporter.engine.work.ManualRunner;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.watch.Holder.Plan;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import dev.websocketexporter.probe.watch.WatchSettings.Pings;
import dev.websocketexporter.testkit.ReceivedFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A held connection without a socket, whose time is made by hand: a test sends the server's bytes and sees the client's. */
final class HeldWire implements AutoCloseable {
    /** What the wall clock shows at tick 0. */
    static final Instant EPOCH = Instant.parse("2026-11-30T12:00:00Z");

    static final Pings NO_PINGS = new Pings(Duration.ZERO, Duration.ofSeconds(1), 0);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ManualRunner runner = new ManualRunner();
    private final HoldRecorder seen = new HoldRecorder();
    private final LoopClock clock = new LoopClock(this::now);
    private final ProbeLoop loop;
    private final HeldConnection held;
    private final Session session;
    private long now;
    private Duration wallAhead = Duration.ZERO;

    /** With its settings. */
    private HeldWire(Builder settings) {
        channel.freezeTime();
        loop = new ProbeLoop(channel.eventLoop(), this::now, clock, settings.memory);
        held = new HeldConnection(
                new HoldLoop(loop, runner, new WallClock()), new Plan(settings.pings, settings.messages, null), seen);
        ProbeRequest request = settings.request();
        ProbeRun run = new ProbeRun(request, RedirectHop.first(request, null), loop, EPOCH);
        run.startDeadline();
        run.context().channel().own(channel);
        run.context()
                .channel()
                .frame(
                        channel.pipeline(),
                        loop,
                        run.context().lag(),
                        run.context().log());
        run.context().keepMessages();
        session = Session.over(run.context(), settings.agreed);
        for (byte[] packet : settings.before) {
            receive(packet);
        }
        held.begin(
                run,
                opening -> PhaseChain.of(opening)
                        .onward(none -> CompletableFuture.<@Nullable Session>completedFuture(session)));
        for (byte[] packet : settings.during) {
            receive(packet);
        }
        if (settings.closedMeanwhile) {
            channel.close();
        }
        channel.runPendingTasks();
    }

    /** The settings of one. */
    static final class Builder {
        private Pings pings = NO_PINGS;
        private Messages messages = Messages.ANY;
        private MessageMemory memory = MessageMemory.ofThisRuntime();
        private AgreedCompression agreed = AgreedCompression.NONE;
        private boolean closedMeanwhile;
        private final List<byte[]> before = new ArrayList<>();
        private final List<byte[]> during = new ArrayList<>();

        Builder pings(long intervalMillis, long timeoutMillis, int maxMissed) {
            pings = new Pings(Duration.ofMillis(intervalMillis), Duration.ofMillis(timeoutMillis), maxMissed);
            return this;
        }

        Builder messages(Messages other) {
            messages = other;
            return this;
        }

        Builder memory(MessageMemory other) {
            memory = other;
            return this;
        }

        Builder compressed(AgreedCompression other) {
            agreed = other;
            return this;
        }

        /** Comes before the subscription is complete. */
        Builder before(byte[] packet) {
            before.add(packet);
            return this;
        }

        /** Comes between the subscription and the handover. */
        Builder during(byte[] packet) {
            during.add(packet);
            return this;
        }

        /** The server ends the connection between the subscription and the handover. */
        Builder closedMeanwhile() {
            closedMeanwhile = true;
            return this;
        }

        HeldWire open() {
            return new HeldWire(this);
        }

        private ProbeRequest request() {
            try {
                return new ProbeRequest(
                        Target.parse("ws://h/"),
                        ProbeModule.withDefaults("m").with(Conversation.NONE.withMaxMessageBytes(1 << 20)),
                        null,
                        TargetPolicy.DEFAULT,
                        Duration.ofSeconds(10));
            } catch (InvalidTargetException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static Builder settings() {
        return new Builder();
    }

    private final class WallClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return EPOCH.plusNanos(now).plus(wallAhead);
        }
    }

    private long now() {
        return now;
    }

    HoldRecorder seen() {
        return seen;
    }

    HeldConnection held() {
        return held;
    }

    EmbeddedChannel channel() {
        return channel;
    }

    ManualRunner runner() {
        return runner;
    }

    /** Somebody sets the wall clock. */
    void wallJumps(Duration by) {
        wallAhead = wallAhead.plus(by);
    }

    /** Time goes by, in which the loop does what is due. */
    HeldWire after(long millis) {
        for (long left = millis; left > 0; left -= 10) {
            long step = TimeUnit.MILLISECONDS.toNanos(Math.min(10, left));
            now += step;
            turn(step);
        }
        return this;
    }

    /** Time goes by in which the process does not run. */
    HeldWire asleep(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        return this;
    }

    /** The loop looks at its sockets, where these bytes are ready, and then does what is due. */
    HeldWire wakesTo(byte[]... packets) {
        clock.waits();
        clock.woke();
        for (byte[] packet : packets) {
            receive(packet);
        }
        clock.looked();
        channel.runPendingTasks();
        return this;
    }

    private void turn(long nanos) {
        channel.advanceTimeBy(nanos, TimeUnit.NANOSECONDS);
        clock.waits();
        clock.woke();
        clock.looked();
        channel.runPendingTasks();
    }

    /** The server sends these bytes. */
    HeldWire receive(byte[] bytes) {
        if (bytes.length == 0) {
            return this;
        }
        ByteBuf packet = Unpooled.copiedBuffer(bytes);
        // Not by writeInbound, which does what is due in the middle of a look at the sockets.
        channel.pipeline().fireChannelRead(packet);
        if (packet.refCnt() != 0) {
            throw new AssertionError("a packet that was not released");
        }
        return this;
    }

    /** The frames that the client has sent since the last time. */
    List<ReceivedFrame> sent() {
        List<ReceivedFrame> frames = new ArrayList<>();
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        while (all.isReadable()) {
            int first = all.readUnsignedByte();
            byte[] payload = new byte[all.readUnsignedByte() & 0x7f];
            byte[] mask = new byte[4];
            all.readBytes(mask).readBytes(payload);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            frames.add(new ReceivedFrame(first & 0x7f, true, payload));
        }
        return frames;
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }
}
