package dev.websocketexporter.engine.frames;

import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.frames.PerMessageDeflate.Deflation;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.SessionMemory;
import dev.websocketexporter.engine.run.SessionMemory.Part;
import dev.websocketexporter.engine.run.Writes;
import dev.websocketexporter.probe.module.CloseCode;
import dev.websocketexporter.probe.report.ConversationReport.Traffic;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.script.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the frames of an upgraded connection; after the client's Close, only pongs. Confined to the probe's event loop.
 */
public final class FrameSender {
    /** RFC 7692 §6: the message is compressed. */
    private static final int RSV1 = 4;

    /** A zlib window of 32 KiB with its hash tables, at the level and the strategy that are used. */
    private static final int DEFLATION_BYTES = 264 * 1024;

    private final Channel channel;
    private final SessionMemory memory;
    private final Consumer<Throwable> onFailure;
    private final IntConsumer onClose;
    private final AgreedCompression agreed;
    private @Nullable Deflation deflation;
    private Traffic sent = Traffic.NONE;
    private @Nullable Bytes owedPong;
    private boolean closed;
    private boolean closeWasWritten;

    /** Written by the event loop alone. */
    private volatile long unwritten;

    /**
     * @param agreed how messages are compressed
     * @param onFailure is called when a write fails, with the cause
     * @param onClose is called before the client's Close is sent, with its code
     */
    public FrameSender(
            Channel channel,
            AgreedCompression agreed,
            SessionMemory memory,
            Consumer<Throwable> onFailure,
            IntConsumer onClose) {
        this.channel = channel;
        this.memory = memory;
        this.onFailure = onFailure;
        this.onClose = onClose;
        this.agreed = agreed;
    }

    /** The data messages that were written to the socket. */
    public Traffic sent() {
        return sent;
    }

    /** Whether the client's Close was sent; no message and no ping follows it. */
    public boolean isClosed() {
        return closed;
    }

    /** Whether the client's Close went to the socket: a peer that reads nothing, or is gone, gets none. */
    public boolean closeWasWritten() {
        return closeWasWritten;
    }

    /** Completes when the message was written to the socket. */
    public CompletableFuture<Void> message(Message message) {
        int bytes = message.payload().length();
        if (isOver()) {
            // A compressor that is gone cannot even be asked.
            return CompletableFuture.failedFuture(new ClosedChannelException());
        }
        try {
            memory.hold(Part.OUTBOUND, memory.held(Part.OUTBOUND) + bytes);
        } catch (ProbeFailedException noRoom) {
            return CompletableFuture.failedFuture(noRoom);
        }
        CompletableFuture<Void> written = send(frame(message));
        CompletableFuture<Void> unused = written.whenComplete(
                (done, failure) -> memory.release(Part.OUTBOUND, memory.held(Part.OUTBOUND) - bytes));
        return written.thenRun(() -> sent = sent.plus(bytes));
    }

    private WebSocketFrame frame(Message message) {
        ByteBuf payload = agreed.isOn()
                ? Unpooled.wrappedBuffer(compressed(message.payload().toArray()))
                : Unpooled.wrappedBuffer(message.payload().asBuffer());
        int rsv = agreed.isOn() ? RSV1 : 0;
        return message.kind() == Message.Kind.TEXT
                ? new TextWebSocketFrame(true, rsv, payload)
                : new BinaryWebSocketFrame(true, rsv, payload);
    }

    /** A message may always be compressed without those before it (RFC 7692 §7.1.1.2), so that nothing need be kept. */
    private byte[] compressed(byte[] plain) {
        Deflation kept = deflation;
        Deflation used = kept == null ? new Deflation(agreed) : kept;
        byte[] compressed = used.compress(plain);
        if (kept == null && mayBeKept()) {
            deflation = used;
        } else if (kept == null) {
            used.free();
        }
        return compressed;
    }

    private boolean mayBeKept() {
        return agreed.clientTakesOver()
                && memory.holdIfThereIsPlenty(Part.WINDOWS, memory.held(Part.WINDOWS) + DEFLATION_BYTES);
    }

    /** Completes when the ping was written to the socket. */
    public CompletableFuture<Void> ping(Bytes payload) {
        if (isOver()) {
            return CompletableFuture.failedFuture(new ClosedChannelException());
        }
        return send(new PingWebSocketFrame(Unpooled.wrappedBuffer(payload.toArray())));
    }

    /**
     * RFC 6455 §5.5.2: owed until the peer's Close has come, also after the client's own. §5.5.3: while the peer reads
     * nothing, only its latest ping is owed an answer.
     */
    public void pong(Bytes payload) {
        if (channel.isWritable()) {
            owedPong = null;
            write(new PongWebSocketFrame(Unpooled.wrappedBuffer(payload.toArray())));
        } else {
            owedPong = payload;
        }
    }

    /** The peer reads again. */
    public void writable() {
        Bytes owed = owedPong;
        if (owed != null && channel.isWritable()) {
            pong(owed);
        }
    }

    /** The peer has closed: a pong that it was owed is not sent any more. */
    public void forgetPong() {
        owedPong = null;
    }

    /** Sends the client's Close, once, and only if the connection is still there. */
    public void close(int code, String reason) {
        if (isOver()) {
            return;
        }
        closed = true;
        onClose.accept(code);
        WebSocketFrame frame =
                code == CloseCode.NO_STATUS ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, reason);
        CompletableFuture<Void> unused = send(frame).thenRun(() -> closeWasWritten = true);
    }

    /** RFC 6455 §7.1.7: closes for what the peer did wrong, or for what the exporter does not have. */
    public void report(Failure violation) {
        forgetPong();
        int code = switch (violation.reason()) {
            case INVALID_UTF8 -> CloseCode.INVALID_PAYLOAD;
            case MESSAGE_TOO_LARGE -> CloseCode.TOO_BIG;
            case EXPORTER_LIMIT -> CloseCode.GOING_AWAY;
            default -> CloseCode.PROTOCOL_ERROR;
        };
        close(code, violation.reason().label());
    }

    /** Nothing can be sent any more; the compressor's memory is given back. */
    public void free() {
        if (deflation != null) {
            deflation.free();
        }
    }

    private boolean isOver() {
        return closed || !channel.isActive();
    }

    /** The bytes of payloads that the kernel has not taken yet, but for pongs. Safe to call from any thread. */
    public long unwrittenBytes() {
        return unwritten;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by its own event loop only
    private CompletableFuture<Void> send(WebSocketFrame frame) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        int bytes = frame.content().readableBytes();
        unwritten += bytes;
        channel.writeAndFlush(frame).addListener(done -> {
            unwritten -= bytes;
            if (done.isSuccess()) {
                written.complete(null);
            } else {
                onFailure.accept(done.cause());
                written.completeExceptionally(done.cause());
            }
        });
        return written;
    }

    private void write(WebSocketFrame frame) {
        Writes.send(channel, frame, onFailure);
    }
}
