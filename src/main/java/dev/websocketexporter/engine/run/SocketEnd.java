package dev.websocketexporter.engine.run;

import static io.netty.channel.ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE;

import dev.websocketexporter.engine.loop.WireTimestampHandler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** How a socket is closed whose connection is over. To be called on its event loop. */
public final class SocketEnd {
    /** How long the server may take to close the TCP connection first, so that TIME_WAIT stays with the server. */
    public static final long FAREWELL_MILLIS = 1_000;

    /** Goes through the handlers when everything of the WebSocket was said: a protocol below it may have its own last word. */
    public static final Object LEAVING = new Object() {
        @Override
        public String toString() {
            return "leaving";
        }
    };

    private SocketEnd() {}

    /** After the closing handshake: leaves it to the server for a moment, then resets the connection. What comes is read. */
    public static void awaitServer(Channel channel) {
        channel.pipeline().fireUserEventTriggered(LEAVING);
        channel.config().setAutoRead(true);
        Future<?> patience = channel.eventLoop().schedule(() -> reset(channel), FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> patience.cancel(false));
    }

    /** Closes the socket at once with a reset, bypassing TLS; no effect on one that is closed. */
    public static void reset(Channel channel) {
        if (!channel.isOpen()) {
            return;
        }
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        ChannelHandlerContext first = channel.pipeline().context(WireTimestampHandler.NAME);
        if (first == null) {
            channel.close().addListener(FIRE_EXCEPTION_ON_FAILURE);
        } else {
            first.close().addListener(FIRE_EXCEPTION_ON_FAILURE);
        }
    }
}
