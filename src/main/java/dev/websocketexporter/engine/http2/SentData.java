package dev.websocketexporter.engine.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.CoalescingBufferQueue;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameWriter;

/**
 * What is sent on the stream: bytes wait until both windows of the server let them pass (RFC 9113 §5.2). While some wait,
 * the channel is not writable. Confined to the event loop.
 */
final class SentData {
    /** Each server takes frames of this size (RFC 9113 §4.2); larger ones would save nothing. */
    private static final int MAX_FRAME = Http2CodecUtil.DEFAULT_MAX_FRAME_SIZE;

    /** Netty lets everybody have a bit of their own in the writability of a channel; TLS has none. */
    private static final int WRITABILITY_BIT = 1;

    private final Http2FrameWriter writer;
    private final ChannelHandlerContext ctx;
    private final CoalescingBufferQueue waiting;
    private long connection = Http2CodecUtil.DEFAULT_WINDOW_SIZE;
    private long stream = Http2CodecUtil.DEFAULT_WINDOW_SIZE;
    private int initial = Http2CodecUtil.DEFAULT_WINDOW_SIZE;
    private boolean open;
    private boolean ending;
    private boolean ended;

    SentData(Http2FrameWriter writer, ChannelHandlerContext ctx) {
        this.writer = writer;
        this.ctx = ctx;
        this.waiting = new CoalescingBufferQueue(ctx.channel());
    }

    /** RFC 9113 §6.5.2: the windows of streams begin with another size, also that of one that is open. */
    void initialWindow(int bytes) throws Http2Exception {
        stream += bytes - initial;
        initial = bytes;
        check(stream);
    }

    /** The headers of the request are sent, and data may follow. */
    void open() {
        open = true;
    }

    /** A WINDOW_UPDATE. */
    void credit(boolean ofTheConnection, int bytes) throws Http2Exception {
        if (ofTheConnection) {
            connection += bytes;
            check(connection);
        } else {
            stream += bytes;
            check(stream);
        }
    }

    private static void check(long window) throws Http2Exception {
        if (window > Http2CodecUtil.MAX_INITIAL_WINDOW_SIZE) {
            throw Http2Exception.connectionError(
                    Http2Error.FLOW_CONTROL_ERROR, "a window of more than 2^31 - 1 bytes: %d", window);
        }
    }

    /** Takes over the bytes; they are sent with the next {@link #drain}. */
    void add(ByteBuf bytes, ChannelPromise promise) {
        waiting.add(bytes, promise);
    }

    /** After what waits, the client's half of the stream ends. */
    void end() {
        ending = true;
    }

    /** The client's half of the stream ends with what is written next, if nothing waits and it has not ended yet. */
    boolean endsNow() {
        boolean now = open && !ended && waiting.isEmpty();
        ended = ended || now;
        return now;
    }

    /** Writes what the windows let pass, without flushing. */
    void drain() {
        while (open && !waiting.isEmpty() && (window() > 0 || waiting.readableBytes() == 0)) {
            ChannelPromise promise = ctx.newPromise();
            int length = (int) Math.max(0, Math.min(Math.min(window(), MAX_FRAME), waiting.readableBytes()));
            ByteBuf bytes = waiting.remove(length, promise);
            connection -= bytes.readableBytes();
            stream -= bytes.readableBytes();
            ChannelFuture unused = writer.writeData(ctx, StreamFrames.STREAM, bytes, 0, false, promise);
        }
        if (open && ending && !ended && waiting.isEmpty()) {
            ended = true;
            ChannelFuture unused = writer.writeData(
                    ctx,
                    StreamFrames.STREAM,
                    Unpooled.EMPTY_BUFFER,
                    0,
                    true,
                    ctx.newPromise().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE));
        }
        tellWritability();
    }

    private long window() {
        return Math.min(connection, stream);
    }

    private void tellWritability() {
        ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
        if (buffer != null) {
            buffer.setUserDefinedWritability(WRITABILITY_BIT, waiting.isEmpty());
        }
    }

    /** Nothing can be sent any more; what waits fails with the cause. */
    void fail(Throwable cause) {
        open = false;
        waiting.releaseAndFailAll(cause);
    }
}
