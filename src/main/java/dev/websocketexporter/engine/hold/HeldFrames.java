package dev.websocketexporter.engine.hold;

import dev.websocketexporter.engine.frames.FrameDecoder;
import dev.websocketexporter.engine.run.ConnectionEnd;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.session.EventLoopBudget;
import dev.websocketexporter.engine.session.Handover;
import dev.websocketexporter.engine.session.Handover.End;
import dev.websocketexporter.engine.session.UnreadBytes;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * The last handler of a held connection: bytes become frames, in turns that leave the event loop time for others; what ends
 * the connection counts after all bytes that came before it. Confined to the event loop.
 */
final class HeldFrames extends ChannelInboundHandlerAdapter {
    static final String NAME = "held-frames";

    private final HeldSocket socket;
    private final FrameDecoder decoder;
    private final HeldMessages messages;
    private final HoldEnding ending;
    private final EventLoopBudget budget;
    private final UnreadBytes rest;

    /** How the connection ended, while bytes before that end are still unread. */
    private End.@Nullable Broken pendingEnd;

    /** Until the handover is complete, and while bytes are parsed. */
    private boolean busy = true;

    /** @param given the decoder and what was not parsed yet */
    HeldFrames(HeldSocket socket, Handover given, HeldMessages messages, HoldEnding ending, EventLoopBudget budget) {
        this.socket = socket;
        this.decoder = given.decoder();
        this.rest = given.rest();
        this.messages = messages;
        this.ending = ending;
        this.budget = budget;
    }

    /** The handover is complete: parses what has come, and reads on. */
    void begin(Handover given) {
        try {
            messages.begin(given.messages());
        } catch (ProbeFailedException noRoom) {
            ending.violated(noRoom, null);
        }
        busy = false;
        if (given.end() instanceof End.Broken broken) {
            pendingEnd = broken;
        } else if (given.end() == null && !socket.channel().isActive()) {
            pendingEnd = new End.Broken(null, socket.now());
        }
        resume();
    }

    /** Goes on where it was interrupted. */
    void resume() {
        try {
            messages.takeEarlier();
            parse(rest.buffer());
        } catch (ProbeFailedException violation) {
            ending.violated(violation, null);
        } catch (RuntimeException bug) {
            busy = false;
            ending.bug(bug);
        }
        rest.forgetRead();
        pace();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (!ending.isOver() && message instanceof ByteBuf bytes) {
                take(bytes);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void take(ByteBuf bytes) {
        if (!budget.isResting()) {
            budget.begin();
        }
        try {
            if (!rest.isReadable()) {
                // Mostly all of it, so that nothing is copied.
                parse(bytes);
            }
            if (bytes.isReadable()) {
                rest.add(bytes);
                parse(rest.buffer());
                rest.forgetRead();
            }
        } catch (ProbeFailedException violation) {
            decoder.end();
            ending.violated(violation, null);
        }
        pace();
    }

    private void parse(ByteBuf bytes) throws ProbeFailedException {
        if (busy || !bytes.isReadable()) {
            return;
        }
        busy = true;
        try {
            decoder.read(bytes);
        } finally {
            busy = false;
        }
    }

    /** The socket is not read while nothing is parsed; after the end it is, until the server closes it. */
    private void pace() {
        boolean reading = messages.isReading() || ending.isOver();
        ChannelConfig config = socket.channel().config();
        if (config.isAutoRead() != reading) {
            config.setAutoRead(reading);
        }
        End.Broken broken = pendingEnd;
        if (reading && broken != null) {
            pendingEnd = null;
            ending.broken(broken.cause(), broken.tick());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        broken(null);
    }

    /** TLS has an end of its own (RFC 8446 §6.1, close_notify), and nothing follows it. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            broken(null);
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (ConnectionEnd.isEnd(cause) || cause instanceof DecoderException) {
            broken(cause);
        } else {
            ending.bug(cause);
        }
    }

    /** The connection has ended without a Close, unless the bytes that were not parsed have one. */
    void broken(@Nullable Throwable cause) {
        if (pendingEnd == null) {
            pendingEnd = new End.Broken(cause, socket.now());
        }
        if (!busy) {
            pace();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        socket.sender().writable();
    }
}
