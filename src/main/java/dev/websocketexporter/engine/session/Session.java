package dev.websocketexporter.engine.session;

import dev.websocketexporter.engine.frames.FrameSender;
import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.run.Farewell;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeChannel;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.SessionMemory;
import dev.websocketexporter.engine.run.SessionMemory.Part;
import dev.websocketexporter.engine.run.TailHandler;
import dev.websocketexporter.probe.ProbeResult.LogLine.Topic;
import dev.websocketexporter.probe.module.CloseCode;
import dev.websocketexporter.probe.report.ConversationReport.Traffic;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.script.Message;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An upgraded connection: frames are sent masked, and received by {@link WebSocketFrameHandler} (RFC 6455 §5). Confined
 * to the event loop.
 */
public final class Session implements Farewell {
    private final WebSocketFrameHandler frames;
    private final FrameSender sender;
    private final SessionMemory memory;
    private final ProbeChannel socket;
    private final long begunAt;

    private Session(PhaseContext context, AgreedCompression agreed) {
        this.socket = context.channel();
        this.begunAt = context.channel().wire().lastReadAt();
        this.memory = new SessionMemory(
                context.probeLoop().memory(),
                context.loop(),
                context.request().module().conversation().maxMessageBytes(),
                this::evicted);
        this.sender = new FrameSender(
                context.channel().get(), agreed, memory, this::writeFailed, code -> logClose(context, code));
        this.frames = new WebSocketFrameHandler(context, sender, agreed, memory);
    }

    /** Speaks WebSocket over the run's channel from now on. */
    public static Session over(PhaseContext context, AgreedCompression agreed) {
        Session session = new Session(context, agreed);
        ChannelPipeline pipeline = context.channel().pipeline();
        pipeline.addBefore(TailHandler.NAME, "frame-encoder", new WebSocket13FrameEncoder(true));
        pipeline.addBefore(TailHandler.NAME, WebSocketFrameHandler.NAME, session.frames);
        context.channel().upgraded(session);
        if (!context.request().module().conversation().happens() && !context.keepsMessages()) {
            session.frames.dropMessages();
        }
        return session;
    }

    private static void logClose(PhaseContext context, int code) {
        context.log()
                .debug(
                        Topic.SENT,
                        code == CloseCode.NO_STATUS ? "sending Close without a code" : "sending Close " + code);
    }

    private void writeFailed(Throwable cause) {
        frames.writeFailed(cause);
    }

    /** Another connection needs the memory that this one holds: it ends, at once if it cannot even say so. */
    private void evicted(ProbeFailedException why) {
        boolean unsent = memory.held(Part.OUTBOUND) > 0;
        frames.violated(why);
        frames.dropMessages();
        memory.release(Part.CAPTURED, 0);
        if (unsent) {
            socket.reset();
        }
    }

    /** What it holds of the memory for messages. */
    public SessionMemory memory() {
        return memory;
    }

    public WebSocketFrameHandler frames() {
        return frames;
    }

    /** Completes when the message was written to the socket; fails with what ended the connection. */
    public CompletableFuture<Void> send(Message message) {
        return failingWithTheConnection(sender.message(message));
    }

    /** Completes when the ping was written to the socket; fails with what ended the connection. */
    public CompletableFuture<Void> ping(Bytes payload) {
        return failingWithTheConnection(sender.ping(payload));
    }

    private CompletableFuture<Void> failingWithTheConnection(CompletableFuture<Void> write) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        CompletableFuture<Void> unused = write.whenComplete((written, cause) -> {
            if (cause == null) {
                result.complete(null);
            } else if (!result.isDone()) {
                frames.afterTheRest(
                        () -> result.completeExceptionally(frames.closeState().seenFromAWrite(cause)));
            }
        });
        if (!result.isDone()) {
            unused = frames.broken().whenComplete((none, end) -> result.completeExceptionally(end));
        }
        return result;
    }

    /**
     * Sends Close, once; {@link ConnectionCloseState#ended} completes with the peer's, or with what came instead.
     * Later messages are not kept.
     */
    @Override
    public void close(int code) {
        sender.close(code, "");
        frames.dropMessages();
    }

    @Override
    public void dropMessages() {
        frames.dropMessages();
    }

    /** Nothing that arrives is parsed from now on, not even in the call that is parsing now: {@link #handOver} follows. */
    public void pause() {
        frames.pause();
    }

    /**
     * Gives the connection away to another receiver of its frames. To be called after {@link #pause}, in a task of its own;
     * the handler of the session leaves the channel.
     */
    public Handover handOver(ChannelPipeline pipeline) {
        Handover given = frames.handOver();
        if (pipeline.context(WebSocketFrameHandler.NAME) != null) {
            pipeline.remove(WebSocketFrameHandler.NAME);
        }
        return given;
    }

    /** The data messages that were sent. */
    public Traffic sent() {
        return sender.sent();
    }

    /** From the 101 to the tick; zero for what came with it. */
    public Duration openFor(long tick) {
        return Duration.ofNanos(Math.max(0, tick - begunAt));
    }

    /** From the 101 to the first data message; null: none came. */
    @Nullable
    public Duration timeToFirstMessage() {
        Long first = frames.firstMessageAt();
        return first == null ? null : Duration.ofNanos(first - begunAt);
    }
}
