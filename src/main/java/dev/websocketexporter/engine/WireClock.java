package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Ticker;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * The first handler of a channel: notes when bytes came off the socket, before anything works on them, and how the
 * connection fared. What it closes is closed at once, past TLS.
 */
final class WireClock extends ChannelInboundHandlerAdapter {
    static final String NAME = "wire";

    private final Ticker ticker;
    private long lastReadAt;
    private long bytesRead;
    private @Nullable Throwable fault;

    WireClock(Ticker ticker) {
        this.ticker = ticker;
    }

    /** The tick at which the last bytes came off the socket. */
    long lastReadAt() {
        return lastReadAt;
    }

    /** How many bytes came off the socket so far. */
    long bytesRead() {
        return bytesRead;
    }

    /** What broke the connection, mostly a reset; null when nothing did or the peer just closed. */
    @Nullable
    Throwable fault() {
        return fault;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        lastReadAt = ticker.read();
        if (message instanceof ByteBuf bytes) {
            bytesRead += bytes.readableBytes();
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fault = cause;
        ctx.fireExceptionCaught(cause);
    }
}
