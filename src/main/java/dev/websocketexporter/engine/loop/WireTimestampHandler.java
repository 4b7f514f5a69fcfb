package dev.websocketexporter.engine.loop;

import dev.websocketexporter.engine.loop.ProbeLoop.ProbeLag;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/**
 * The first handler of a channel: notes when bytes went to the socket, after all work on them, and when they came off
 * it, before any work; and what broke the connection. A close that begins here bypasses TLS.
 */
public final class WireTimestampHandler extends ChannelDuplexHandler {
    public static final String NAME = "wire";

    private final ProbeLoop loop;
    private final ProbeLag lag;
    private long sentAt;
    private long lastReadAt;
    private @Nullable Throwable fault;

    /** @param lag records how long bytes may have waited for the loop */
    public WireTimestampHandler(ProbeLoop loop, ProbeLag lag) {
        this.loop = loop;
        this.lag = lag;
        this.sentAt = loop.ticker().read();
        this.lastReadAt = sentAt;
    }

    /** The tick just before the last bytes went to the socket; before the first ones, when the channel was made. */
    public long sentAt() {
        return sentAt;
    }

    /** The tick at which the last bytes came off the socket, or were known to be there. */
    public long lastReadAt() {
        return lastReadAt;
    }

    /** What broke the connection, mostly a reset; null when nothing did or the peer just closed. */
    @Nullable
    public Throwable fault() {
        return fault;
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        sentAt = loop.ticker().read();
        ctx.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        arrived(loop.clock());
        ctx.fireChannelRead(message);
    }

    /**
     * The first bytes that are read after the loop woke were there when it did, whatever it has read of other channels
     * since. Later ones, and those that may answer what was sent since, may have come this moment.
     */
    private void arrived(LoopClock clock) {
        long before = Math.max(sentAt, lastReadAt);
        if (clock.isLooking() && before < clock.wokeAt()) {
            lastReadAt = clock.wokeAt();
            lag.note(lastReadAt - Math.max(before, clock.quietUntil()));
        } else {
            lastReadAt = loop.ticker().read();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fault = cause;
        ctx.fireExceptionCaught(cause);
    }
}
