package dev.websocketexporter.engine.http2;

import dev.websocketexporter.engine.http.ResponseHead;
import dev.websocketexporter.engine.http.ResponseHead.MalformedHead;
import dev.websocketexporter.engine.run.StreamEndException;
import dev.websocketexporter.engine.run.StreamEndException.Kind;
import dev.websocketexporter.probe.value.Printable;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2FrameWriter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What each frame of the server means for the one stream. A frame that RFC 9113 forbids there is thrown. Confined to the
 * event loop.
 */
final class StreamFrames extends Http2FrameAdapter {
    /** RFC 9113 §5.1.1: the first one of a client. */
    static final int STREAM = 1;

    /** So many answers may wait for a server that does not read; one that asks for more floods (RFC 9113 §10.5). */
    private static final int MAX_OWED = 1_000;

    private static final int DEBUG_DATA_SHOWN = 100;

    private final Http2FrameWriter writer;
    private final SentData sent;
    private final StreamOpening opening;
    private final HeadBudget head;
    private final StreamLog log;
    private final ReceiveWindow window = new ReceiveWindow();
    private boolean answered;
    private boolean serverEnded;
    private int owed;
    private @Nullable StreamEndException end;
    private @Nullable String goAway;

    StreamFrames(Http2FrameWriter writer, SentData sent, StreamOpening opening, HeadBudget head, StreamLog log) {
        this.writer = writer;
        this.sent = sent;
        this.opening = opening;
        this.head = head;
        this.log = log;
    }

    /** What ended the stream so that nothing can be sent on it either; null: it goes on. */
    @Nullable
    StreamEndException end() {
        return end;
    }

    /** Whether the head of the final response has come. */
    boolean isAnswered() {
        return answered;
    }

    /** What the server announced the end of the connection with; null: it announced none. */
    @Nullable
    String goAway() {
        return goAway;
    }

    /** The stream is over in both directions; no effect if it is already. */
    void over(ChannelHandlerContext ctx, StreamEndException how) {
        if (end == null) {
            end = how;
            sent.fail(how);
            ctx.fireExceptionCaught(how);
        }
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) throws Http2Exception {
        owe(ctx);
        Long table = settings.headerTableSize();
        if (table != null) {
            writer.configuration().headersConfiguration().maxHeaderTableSize(table);
        }
        Integer initial = settings.initialWindowSize();
        if (initial != null) {
            sent.initialWindow(initial);
        }
        ChannelFuture unused = writer.writeSettingsAck(ctx, observed(ctx));
        opening.settings(ctx, settings);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers list,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream)
            throws Http2Exception {
        onHeadersRead(ctx, streamId, list, padding, endOfStream);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx, int streamId, Http2Headers list, int padding, boolean endOfStream)
            throws Http2Exception {
        requireOpen(streamId, "HEADERS");
        if (!answered) {
            MalformedHead tooMuch = head.list(list);
            if (tooMuch != null) {
                ctx.fireChannelRead(tooMuch);
                over(ctx, new StreamEndException(Kind.VIOLATION, "answered with " + tooMuch.detail()));
                return;
            }
            ResponseHead response = ResponseHeads.of(list);
            answered = !response.line().isInterim();
            if (!answered && endOfStream) {
                throw violation("an interim response that ends the stream");
            }
            ctx.fireChannelRead(response.line());
            ctx.fireChannelRead(response);
        } else if (!endOfStream) {
            throw violation("HEADERS after the response that do not end the stream");
        }
        endIf(ctx, endOfStream);
    }

    @Override
    public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
            throws Http2Exception {
        requireOpen(streamId, "DATA");
        if (!answered) {
            throw violation("DATA before the head of the response");
        }
        int length = data.readableBytes() + padding;
        if (data.isReadable()) {
            ctx.fireChannelRead(data.retain());
        }
        int update = window.take(length);
        if (update > 0) {
            ChannelFuture unused = writer.writeWindowUpdate(ctx, 0, update, observed(ctx));
            if (!endOfStream) {
                unused = writer.writeWindowUpdate(ctx, STREAM, update, observed(ctx));
            }
        }
        endIf(ctx, endOfStream);
        return length;
    }

    private void endIf(ChannelHandlerContext ctx, boolean endOfStream) {
        if (endOfStream) {
            serverEnded = true;
            ctx.fireExceptionCaught(new StreamEndException(Kind.CLOSED, "ended the stream (END_STREAM)"));
        }
    }

    private void requireOpen(int streamId, String frame) throws Http2Exception {
        if (streamId != STREAM || !opening.isSent()) {
            throw Http2Exception.connectionError(
                    Http2Error.PROTOCOL_ERROR, "%s on the stream %d, which is not open", frame, streamId);
        }
        if (serverEnded) {
            throw Http2Exception.connectionError(Http2Error.STREAM_CLOSED, "%s after the end of the stream", frame);
        }
    }

    private static Http2Exception violation(String what) {
        return Http2Exception.streamError(STREAM, Http2Error.PROTOCOL_ERROR, "%s", what);
    }

    /** RFC 9113 §8.1: after a whole response a reset only says that the rest of the request is not wanted. */
    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long code) throws Http2Exception {
        if (streamId != STREAM || !opening.isSent()) {
            throw Http2Exception.connectionError(
                    Http2Error.PROTOCOL_ERROR, "RST_STREAM on the stream %d, which is not open", streamId);
        }
        if (!serverEnded) {
            String what = "reset the stream with " + ErrorCode.inWords(code);
            over(ctx, new StreamEndException(Kind.RESET, what, answered ? "" : ErrorCode.causeBeforeAnswer(code)));
        }
    }

    /** RFC 9113 §6.8: streams up to the last one that it names may go on. */
    @Override
    public void onGoAwayRead(ChannelHandlerContext ctx, int lastStream, long code, ByteBuf debugData) {
        int shown = Math.min(debugData.readableBytes(), DEBUG_DATA_SHOWN);
        String text = debugData.toString(debugData.readerIndex(), shown, StandardCharsets.ISO_8859_1);
        String said = log.withoutSecrets(Printable.oneLine(text, DEBUG_DATA_SHOWN));
        goAway = "GOAWAY " + ErrorCode.inWords(code) + (said.isEmpty() ? "" : " " + Printable.quotedAscii(said));
        log.info("the server sent " + goAway + ", the last stream " + lastStream);
        if (lastStream < STREAM && !serverEnded) {
            over(ctx, new StreamEndException(Kind.CLOSED, "gave the stream up with " + goAway));
        }
    }

    @Override
    public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
        owe(ctx);
        ChannelFuture unused = writer.writePing(ctx, true, data, observed(ctx));
    }

    /** One more answer is owed; as long as the socket takes them, none is kept. */
    private void owe(ChannelHandlerContext ctx) throws Http2Exception {
        owed = ctx.channel().isWritable() ? 0 : owed + 1;
        if (owed > MAX_OWED) {
            throw Http2Exception.connectionError(
                    Http2Error.ENHANCE_YOUR_CALM, "more than %d PING and SETTINGS, and no answer read", MAX_OWED);
        }
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int streamId, int increment) throws Http2Exception {
        if (streamId != 0 && (streamId != STREAM || !opening.isSent())) {
            throw Http2Exception.connectionError(
                    Http2Error.PROTOCOL_ERROR, "WINDOW_UPDATE on the stream %d, which is not open", streamId);
        }
        sent.credit(streamId == 0, increment);
    }

    /** RFC 9113 §8.4: the client has forbidden it. */
    @Override
    public void onPushPromiseRead(ChannelHandlerContext ctx, int streamId, int promised, Http2Headers list, int padding)
            throws Http2Exception {
        throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "PUSH_PROMISE, which ENABLE_PUSH 0 forbids");
    }

    private static ChannelPromise observed(ChannelHandlerContext ctx) {
        return ctx.newPromise().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }
}
