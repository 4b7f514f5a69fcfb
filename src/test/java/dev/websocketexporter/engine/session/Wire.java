package dev.websocketexporter.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.loop.LoopClock;
import dev.websocketexporter.engine.loop.MessageMemory;
import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.ProbeRun;
import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.engine.session.MessageQueue.Received;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.script.Message;
import dev.websocketexporter.testkit.ReceivedFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** An upgraded connection without a socket: a test sends the server's bytes and sees the client's. */
public final class Wire implements AutoCloseable {
    private final AtomicLong now = new AtomicLong();
    private final AtomicLong step = new AtomicLong();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ProbeRun run;
    private final Session session;

    private Wire(ProbeModule module, AgreedCompression agreed) {
        this(module, agreed, MessageMemory.ofThisRuntime());
    }

    private Wire(ProbeModule module, AgreedCompression agreed, MessageMemory memory) {
        ProbeRequest request = request(module);
        this.run = new ProbeRun(
                request,
                RedirectHop.first(request, null),
                new ProbeLoop(channel.eventLoop(), this::tick, new LoopClock(now::get), memory),
                Instant.EPOCH);
        run.context().channel().own(channel);
        run.context()
                .channel()
                .frame(
                        channel.pipeline(),
                        run.context().probeLoop(),
                        run.context().lag(),
                        run.context().log());
        this.session = Session.over(run.context(), agreed);
    }

    static Wire of(ProbeModule module) {
        return new Wire(module, AgreedCompression.NONE);
    }

    /** Of a module that has something to say after the upgrade. */
    static Wire conversing() {
        return of(conversing(Conversation.DEFAULT_MAX_MESSAGE_BYTES));
    }

    /** The same with a limit to messages. */
    public static Wire limited(int maxMessageBytes) {
        return of(conversing(maxMessageBytes));
    }

    /** The same, sharing the memory for messages with others. */
    static Wire sharing(MessageMemory memory, int maxMessageBytes, AgreedCompression agreed) {
        return new Wire(conversing(maxMessageBytes), agreed, memory);
    }

    /** The same, and with permessage-deflate. */
    public static Wire compressed(int maxMessageBytes, AgreedCompression agreed) {
        return new Wire(conversing(maxMessageBytes), agreed);
    }

    private static ProbeModule conversing(int maxMessageBytes) {
        return ProbeModule.withDefaults("m")
                .with(Conversation.NONE.withHold(Duration.ofSeconds(1)).withMaxMessageBytes(maxMessageBytes));
    }

    private static ProbeRequest request(ProbeModule module) {
        try {
            return new ProbeRequest(
                    Target.parse("ws://h/"), module, null, TargetPolicy.DEFAULT, Duration.ofSeconds(10));
        } catch (InvalidTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    ProbeRun run() {
        return run;
    }

    public Session session() {
        return session;
    }

    public WebSocketFrameHandler frames() {
        return session.frames();
    }

    EmbeddedChannel channel() {
        return channel;
    }

    /** From now on it is that tick. */
    Wire at(long tick) {
        now.set(tick);
        return this;
    }

    /** Something took that long. */
    void spend(long nanos) {
        now.addAndGet(nanos);
    }

    private long tick() {
        return now.getAndAdd(step.get());
    }

    /** From now on each look at the clock takes that long. */
    Wire ticking(long nanos) {
        step.set(nanos);
        return this;
    }

    /** The server sends these bytes in one packet. */
    public Wire receive(byte[]... bytes) {
        ByteBuf packet = Unpooled.copiedBuffer(bytes);
        channel.writeInbound(packet);
        assertThat(packet.refCnt())
                .as("references to a packet that was worked on")
                .isZero();
        return this;
    }

    /** The server sends each byte in a packet of its own. */
    public Wire receiveByteByByte(byte[] bytes) {
        for (byte b : bytes) {
            receive(new byte[] {b});
        }
        return this;
    }

    /** From now on nothing that is sent gets to the socket. */
    void holdWrites() {
        channel.pipeline().addFirst(new ChannelOutboundHandlerAdapter() {
            private final List<ChannelPromise> held = new ArrayList<>();

            @Override
            public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                ReferenceCountUtil.release(message);
                held.add(promise);
            }

            @Override
            public void handlerRemoved(ChannelHandlerContext ctx) {
                held.forEach(promise -> promise.tryFailure(new ClosedChannelException()));
            }
        });
    }

    /** The server ends the connection. */
    public Wire fin() {
        channel.close();
        return this;
    }

    /** The messages that wait now: the kind, a space, the text. */
    public List<String> messages() {
        List<String> messages = new ArrayList<>();
        CompletableFuture<Received> next = frames().next();
        while (next.isDone() && !next.isCompletedExceptionally()) {
            messages.add(shown(next.join().message()));
            next = frames().next();
        }
        next.cancel(false);
        return messages;
    }

    /** All that can be seen of the server's bytes from outside. */
    public List<String> transcript() {
        List<String> transcript = new ArrayList<>(messages());
        transcript.addAll(sentShown());
        transcript.add(frames().received().toString());
        transcript.add(failureText());
        transcript.add(String.valueOf(run.context().state().close()));
        return transcript;
    }

    private static String shown(Message message) {
        return message.kind() + " " + new String(message.payload().toArray(), StandardCharsets.UTF_8);
    }

    /** What broke the conversation; null: nothing yet. */
    @Nullable
    public ProbeFailedException failure() {
        CompletableFuture<Void> broken = frames().broken();
        return broken.isDone()
                ? (ProbeFailedException) broken.handle((none, end) -> end).join()
                : null;
    }

    /** The same as reason and detail. */
    public String failureText() {
        ProbeFailedException failure = failure();
        return failure == null
                ? "none"
                : failure.failure().reason().label() + ": " + failure.failure().detail();
    }

    public String reason() {
        return failureText().split(":", 2)[0];
    }

    /** The frames that the client has sent since the last time, unmasked; they must be masked and short. */
    public List<ReceivedFrame> sent() {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        List<ReceivedFrame> frames = new ArrayList<>();
        while (all.isReadable()) {
            frames.add(frame(all));
        }
        return frames;
    }

    private static ReceivedFrame frame(ByteBuf in) {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        int length = second & 0x7f;
        if (length > 125) {
            length = length == 126 ? in.readUnsignedShort() : (int) in.readLong();
        }
        byte[] mask = new byte[4];
        if (second > 0x7f) {
            in.readBytes(mask);
        }
        byte[] payload = new byte[length];
        in.readBytes(payload);
        for (int i = 0; i < length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return new ReceivedFrame(first & 0x7f, second > 0x7f, payload);
    }

    /** The same as text: opcode (and RSV bits) in hex, a space, the payload; a Close's code in decimal. */
    public List<String> sentShown() {
        return sent().stream().map(Wire::shown).toList();
    }

    private static String shown(ReceivedFrame frame) {
        String payload = frame.isClose() && frame.payload().length >= 2
                ? frame.closeCode() + new String(frame.payload(), 2, frame.payload().length - 2, StandardCharsets.UTF_8)
                : new String(frame.payload(), StandardCharsets.UTF_8);
        return (frame.masked() ? "" : "unmasked ") + Integer.toHexString(frame.opcode()) + " " + payload;
    }

    public static Message text(String text) {
        return new Message(Message.Kind.TEXT, Bytes.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
    }
}
