package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Bytes;
import dev.websocketexporter.probe.CloseCode;
import dev.websocketexporter.probe.ConversationReport.Traffic;
import dev.websocketexporter.probe.Reason;
import dev.websocketexporter.script.Message;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An upgraded connection: frames go out masked and come into the inbox (RFC 6455 §5). Confined to the event loop. */
final class Session {
    private final FrameInbox inbox;
    private final FrameSender sender;
    private final long begunAt;

    private Session(ProbeRun run, AgreedCompression agreed) {
        this.begunAt = run.channel().wire().lastReadAt();
        this.inbox = new FrameInbox(run, this, agreed);
        this.sender = new FrameSender(run.channel().get(), run.log(), agreed, inbox::writeFailed);
    }

    /**
     * Turns the channel from HTTP to WebSocket, inside the very read that brought the 101: frames may stand in the same
     * packet, and removing the HTTP codec hands them on.
     */
    static Session begin(ChannelHandlerContext http, ProbeRun run, AgreedCompression agreed) {
        Session session = over(run, agreed);
        ChannelPipeline pipeline = http.pipeline();
        pipeline.remove(UpgradeHandler.NAME);
        pipeline.remove(UpgradePhase.HTTP);
        return session;
    }

    /** Speaks WebSocket over the run's channel from now on. */
    static Session over(ProbeRun run, AgreedCompression agreed) {
        Session session = new Session(run, agreed);
        ChannelPipeline pipeline = run.channel().pipeline();
        pipeline.addBefore(ChannelWatch.NAME, "frame-encoder", new WebSocket13FrameEncoder(true));
        pipeline.addBefore(ChannelWatch.NAME, FrameInbox.NAME, session.inbox);
        run.channel().upgraded(session);
        if (!run.request().module().conversation().happens()) {
            session.inbox.dropMessages();
        }
        return session;
    }

    FrameInbox inbox() {
        return inbox;
    }

    /** Completes when the message was written to the socket; fails with what ended the connection. */
    CompletableFuture<Void> send(Message message) {
        return failingWithTheConnection(sender.message(message));
    }

    /** Completes when the ping was written to the socket; fails with what ended the connection. */
    CompletableFuture<Void> ping(Bytes payload) {
        return failingWithTheConnection(sender.ping(payload));
    }

    private CompletableFuture<Void> failingWithTheConnection(CompletableFuture<Void> write) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        CompletableFuture<Void> unused = write.whenComplete((written, cause) -> {
            if (cause == null) {
                result.complete(null);
            } else if (!result.isDone()) {
                inbox.behindTheRest(() -> result.completeExceptionally(inbox.endSeenFromAWrite(cause)));
            }
        });
        if (!result.isDone()) {
            unused = inbox.broken().whenComplete((none, end) -> result.completeExceptionally(end));
        }
        return result;
    }

    /** Sends our Close, once; the peer's, or what comes instead of it, shows in the inbox. Messages are wanted no more. */
    void sendClose(int code) {
        sender.close(code, "");
        inbox.dropMessages();
    }

    /** The data messages that were sent. */
    Traffic sent() {
        return sender.sent();
    }

    /** From the 101 to the first data message; null: none came. */
    @Nullable
    Duration timeToFirstMessage() {
        Long first = inbox.firstMessageAt();
        return first == null ? null : Duration.ofNanos(first - begunAt);
    }

    /** RFC 6455 §5.5.2: answered with the same payload. */
    void answerPing(Bytes payload) {
        sender.pong(payload);
    }

    /** RFC 6455 §5.5.1: answered with the same code. Whether both sides have sent a Close now. */
    boolean answerClose(int code) {
        sender.forgetPong();
        sender.close(code, "");
        return sender.isClosed();
    }

    /** RFC 6455 §7.1.7: the server has broken the protocol, and is told so. */
    void refuse(Reason reason) {
        int code = switch (reason) {
            case INVALID_UTF8 -> CloseCode.INVALID_PAYLOAD;
            case MESSAGE_TOO_LARGE -> CloseCode.TOO_BIG;
            default -> CloseCode.PROTOCOL_ERROR;
        };
        sender.forgetPong();
        sender.close(code, reason.label());
    }

    /** The channel takes writes again. */
    void writable() {
        sender.writable();
    }

    /** The channel is gone. */
    void gone() {
        sender.free();
    }
}
