package dev.websocketexporter.engine.run;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** The last handler of a channel: what no phase waited for ends here, in the probe's log and not in the exporter's. */
public final class TailHandler extends ChannelInboundHandlerAdapter {
    public static final String NAME = "tail";

    private final ProbeLog log;
    private @Nullable Throwable fault;

    TailHandler(ProbeLog log) {
        this.log = log;
    }

    /** What went wrong while no phase waited for anything, the first of several; null: nothing. */
    @Nullable
    Throwable fault() {
        return fault;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        log.debug("connection ended");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fault = fault == null ? cause : fault;
        log.debug("connection: " + ConnectionFault.inWords(cause));
    }
}
