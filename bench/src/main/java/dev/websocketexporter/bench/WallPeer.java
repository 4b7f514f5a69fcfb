package dev.websocketexporter.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtension;
import io.netty.util.ReferenceCountUtil;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** What a server does once it has upgraded, by the path that was asked for; any other path is a healthy server. */
final class WallPeer extends ChannelInboundHandlerAdapter {
    /** Messages of 1 MiB, without end. */
    static final String FLOOD = "/flood";

    /** The same, compressed to a thousandth. */
    static final String DEFLATED = "/deflated";

    /** A message of 1 MiB of which the last byte never comes. */
    static final String BEGUN = "/begun";

    /** Nothing is read any more. */
    static final String UNREAD = "/unread";

    /** Redirects to itself, in a head of nearly the size that is allowed. */
    static final String REDIRECT = "/redirect";

    private static final int MESSAGE_BYTES = 1 << 20;
    private static final int FLUSH_BYTES = 4;
    private static final ByteBuf MESSAGE = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(new byte[MESSAGE_BYTES]));

    /** FIN and the opcode of a binary message; the length that takes eight bytes. */
    private static final byte[] HEADER = {(byte) 0x82, 127, 0, 0, 0, 0, 0, MESSAGE_BYTES >> 16, 0, 0};

    private static final ByteBuf SHORT = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(deflated()));

    private @Nullable Supplier<BinaryWebSocketFrame> flood;

    /** Its next message waits for the next turn. */
    private boolean floods;

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof HandshakeComplete done)) {
            return;
        }
        switch (done.requestUri()) {
            case FLOOD -> {
                flood = () -> new BinaryWebSocketFrame(MESSAGE.duplicate());
                flood(context);
            }
            case DEFLATED -> {
                flood = () -> new BinaryWebSocketFrame(true, WebSocketExtension.RSV1, SHORT.duplicate());
                flood(context);
            }
            case BEGUN ->
                // Past the encoder of frames, which knows only whole ones.
                context.pipeline()
                        .firstContext()
                        .writeAndFlush(Unpooled.wrappedBuffer(
                                Unpooled.wrappedBuffer(HEADER), MESSAGE.slice(0, MESSAGE_BYTES - 1)));
            case UNREAD -> context.channel().config().setAutoRead(false);
            default -> {
                // A healthy server waits for what the client says.
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        flood(context);
    }

    /** A message at each turn of the loop, so that one client that reads quickly keeps no other from being accepted. */
    private void flood(ChannelHandlerContext context) {
        if (flood == null
                || floods
                || !context.channel().isActive()
                || !context.channel().isWritable()) {
            return;
        }
        floods = true;
        context.writeAndFlush(flood.get());
        context.executor().execute(() -> {
            floods = false;
            flood(context);
        });
    }

    /** A whole message by the rules of RFC 7692 §7.2.1, which needs nothing of those before. */
    private static byte[] deflated() {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(new byte[MESSAGE_BYTES]);
        byte[] bytes = new byte[MESSAGE_BYTES];
        int length = deflater.deflate(bytes, 0, bytes.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(bytes, length - FLUSH_BYTES);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // The exporter ends such a connection by a reset.
        context.close();
    }

    /** Answers the path of redirects before the upgrade. */
    static final class Redirects extends ChannelInboundHandlerAdapter {
        private static final int FIELDS = 60;
        private static final String KIBIBYTE = "x".repeat(1_000);

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!(message instanceof FullHttpRequest request) || !request.uri().equals(REDIRECT)) {
                context.fireChannelRead(message);
                return;
            }
            FullHttpResponse answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.FOUND);
            answer.headers().set(HttpHeaderNames.LOCATION, REDIRECT).set(HttpHeaderNames.CONTENT_LENGTH, 0);
            for (int i = 0; i < FIELDS; i++) {
                answer.headers().set("X-Filling-" + i, KIBIBYTE);
            }
            ReferenceCountUtil.release(message);
            context.writeAndFlush(answer);
        }
    }
}
