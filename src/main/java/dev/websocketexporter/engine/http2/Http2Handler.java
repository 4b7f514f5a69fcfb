package dev.websocketexporter.engine.http2;

import dev.websocketexporter.engine.http.ResponseHead.MalformedHead;
import dev.websocketexporter.engine.http.ResponseHead.MalformedHead.Fault;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.SocketEnd;
import dev.websocketexporter.engine.run.StreamEndException;
import dev.websocketexporter.engine.run.StreamEndException.Kind;
import dev.websocketexporter.probe.Ticker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameReader;
import io.netty.handler.codec.http2.Http2FrameWriter;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP/2 below the handlers of the upgrade and of the WebSocket, for which its one stream is the connection.
 * Confined to the event loop.
 */
public final class Http2Handler extends ChannelDuplexHandler {
    public static final String NAME = "http2";

    private final Ticker ticker;
    private final StreamLog log;
    private final HeadBudget head;
    private ByteBuf unread = Unpooled.EMPTY_BUFFER;
    private @Nullable Speaking speaking;
    private @Nullable ChannelHandlerContext own;
    private boolean left;

    /** What is there once the connection has begun. */
    private record Speaking(
            Http2FrameReader reader,
            Http2FrameWriter writer,
            SentData sent,
            StreamOpening opening,
            StreamFrames frames,
            FirstFrame first) {}

    public Http2Handler(PhaseContext context) {
        this.ticker = context.ticker();
        this.log = new StreamLog(context.log());
        this.head = new HeadBudget(context.headMemory(this::evicted));
    }

    /** Whether not one byte of the server has come. */
    public boolean isUntouched() {
        return speaking == null || speaking.first().isUntouched();
    }

    /** Whether the server has said in its SETTINGS what it can do. */
    public boolean settingsCame() {
        return speaking != null && speaking.opening().settingsCame();
    }

    /** Whether the request was sent; it waits for SETTINGS that allow a stream. */
    public boolean isAsked() {
        return speaking != null && speaking.opening().isSent();
    }

    /** The head of the response is judged, and nothing of it is kept here. */
    public void forgetHead() {
        head.release();
    }

    /** The connection outlives its run, and keeps nothing of it. */
    public void forgetRun() {
        log.forgetRun();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        own = ctx;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        Speaking now = speaking;
        if (message instanceof ExtendedConnect request && now == null) {
            begin(ctx, request, promise);
        } else if (message instanceof ByteBuf bytes && now != null) {
            StreamEndException end = now.frames().end();
            if (end == null) {
                now.sent().add(bytes, promise);
            } else {
                bytes.release();
                promise.setFailure(end);
            }
        } else {
            ChannelFuture unused = ctx.write(message, promise);
        }
    }

    /** RFC 9113 §3.4: the preface of a client goes out at once, and the server's is not awaited for it. */
    private void begin(ChannelHandlerContext ctx, ExtendedConnect request, ChannelPromise promise) {
        Http2FrameReader reader =
                new DefaultHttp2FrameReader(new DefaultHttp2HeadersDecoder(true, HeadBudget.MAX_BYTES));
        Http2FrameWriter writer = new DefaultHttp2FrameWriter((name, value) -> request.isSecret(name));
        SentData sent = new SentData(writer, ctx);
        StreamOpening opening = new StreamOpening(ticker, log, writer, sent, request, promise);
        StreamFrames frames = new StreamFrames(writer, sent, opening, head, log);
        speaking = new Speaking(reader, writer, sent, opening, frames, new FirstFrame());
        ChannelFuture unused = ctx.write(FixedFrames.preface(), observed(ctx));
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        if (speaking != null) {
            speaking.sent().drain();
        }
        ctx.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Speaking now = speaking;
        if (!(message instanceof ByteBuf bytes) || now == null) {
            ctx.fireChannelRead(message);
            return;
        }
        unread = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), unread, bytes);
        try {
            readFrames(ctx, now);
        } catch (Http2Exception violation) {
            violated(ctx, now, violation);
        }
        if (now.frames().end() != null) {
            unread.skipBytes(unread.readableBytes());
        }
        if (!unread.isReadable()) {
            unread.release();
            unread = Unpooled.EMPTY_BUFFER;
        }
    }

    private void readFrames(ChannelHandlerContext ctx, Speaking now) throws Http2Exception {
        String stranger = now.first().strangerIn(unread);
        if (stranger != null) {
            malformed(ctx, now, new MalformedHead(Fault.NOT_HTTP, stranger), Http2Error.PROTOCOL_ERROR);
        }
        while (now.frames().end() == null && unread.readableBytes() >= Http2CodecUtil.FRAME_HEADER_LENGTH) {
            int begin = unread.readerIndex();
            int length = unread.getUnsignedMedium(begin);
            boolean tooLong = length > Http2CodecUtil.DEFAULT_MAX_FRAME_SIZE;
            int needed = Http2CodecUtil.FRAME_HEADER_LENGTH + (tooLong ? 0 : length);
            if (unread.readableBytes() < needed) {
                return;
            }
            MalformedHead fault = head.frame(unread.getByte(begin + 3), unread.getByte(begin + 4), length);
            if (fault != null) {
                malformed(ctx, now, fault, Http2Error.ENHANCE_YOUR_CALM);
            } else {
                // Of a frame that is too long the header is enough to refuse it.
                now.reader().readFrame(ctx, unread.readSlice(needed), now.frames());
            }
        }
    }

    private void violated(ChannelHandlerContext ctx, Speaking now, Http2Exception thrown) {
        Violation violation = Violation.of(thrown, log);
        if (now.frames().isAnswered()) {
            end(ctx, now, violation.error(), "broke HTTP/2 with " + violation.words());
        } else {
            malformed(ctx, now, violation.asHead(head.isBegun()), violation.error());
        }
    }

    /** What came is no response. */
    private void malformed(ChannelHandlerContext ctx, Speaking now, MalformedHead fault, Http2Error error) {
        ctx.fireChannelRead(fault);
        end(ctx, now, error, "answered with " + fault.detail());
    }

    /** RFC 9113 §5.4.1: with the one stream, its connection ends. */
    private void end(ChannelHandlerContext ctx, Speaking now, Http2Error error, String words) {
        goAway(ctx, now, error);
        ctx.flush();
        now.frames().over(ctx, new StreamEndException(Kind.VIOLATION, words));
    }

    private void goAway(ChannelHandlerContext ctx, Speaking now, Http2Error error) {
        if (!left && ctx.channel().isActive()) {
            left = true;
            ChannelFuture unused = now.writer().writeGoAway(ctx, 0, error.code(), Unpooled.EMPTY_BUFFER, observed(ctx));
        }
    }

    /** Others need the memory that a header list holds. */
    private void evicted() {
        Speaking now = speaking;
        ChannelHandlerContext ctx = own;
        if (now != null && ctx != null && !now.frames().isAnswered()) {
            malformed(ctx, now, head.evicted(), Http2Error.ENHANCE_YOUR_CALM);
        }
        head.release();
    }

    /** Credits, acknowledgements, and what had waited for them. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (speaking != null) {
            speaking.sent().drain();
            ctx.flush();
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == SocketEnd.LEAVING) {
            leave();
        }
        ctx.fireUserEventTriggered(event);
    }

    /** Ends the client's half of the stream after what is still to be sent, and says GOAWAY. */
    private void leave() {
        Speaking now = speaking;
        ChannelHandlerContext ctx = own;
        if (now == null || ctx == null) {
            return;
        }
        if (!left && ctx.channel().isActive() && now.sent().endsNow()) {
            left = true;
            ChannelFuture unused = ctx.write(FixedFrames.farewell(), observed(ctx));
        } else {
            now.sent().end();
            now.sent().drain();
            goAway(ctx, now, Http2Error.NO_ERROR);
        }
        ctx.flush();
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (speaking != null) {
            goAway(ctx, speaking, Http2Error.NO_ERROR);
            ctx.flush();
        }
        ChannelFuture unused = ctx.close(promise);
    }

    /** A GOAWAY said before why the connection ends. */
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (speaking != null && speaking.frames().goAway() != null) {
            speaking.frames()
                    .over(
                            ctx,
                            new StreamEndException(
                                    Kind.CLOSED,
                                    "ended the connection after "
                                            + speaking.frames().goAway()));
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        own = null;
        unread.release();
        unread = Unpooled.EMPTY_BUFFER;
        head.release();
        if (speaking != null) {
            speaking.opening().fail(new ClosedChannelException());
            speaking.sent().fail(new ClosedChannelException());
            speaking.reader().close();
            speaking.writer().close();
        }
    }

    private static ChannelPromise observed(ChannelHandlerContext ctx) {
        return ctx.newPromise().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }
}
