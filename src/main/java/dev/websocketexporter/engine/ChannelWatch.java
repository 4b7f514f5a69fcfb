package dev.websocketexporter.engine;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/** The last handler of a channel: what nobody waited for ends here, in the probe's log and not in ours. */
final class ChannelWatch extends ChannelInboundHandlerAdapter {
    static final String NAME = "watch";

    private final ProbeLog log;

    ChannelWatch(ProbeLog log) {
        this.log = log;
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
        log.debug("connection: " + cause.getMessage());
    }
}
