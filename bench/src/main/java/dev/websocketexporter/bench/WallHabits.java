package dev.websocketexporter.bench;

import dev.websocketexporter.bench.WallAccess.Guard;
import dev.websocketexporter.testkit.Http2Frames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** What {@link WallGuests} do once they are connected, or once the handshake is over. */
final class WallHabits {
    private static final Duration GUESS_EVERY = Duration.ofMillis(50);
    private static final Duration PING_EVERY = Duration.ofMillis(500);
    private static final Duration RESET_EVERY = Duration.ofMillis(20);

    /** Of one connection: what the exporter's settings allow. */
    private static final int STREAMS = 100;

    private static final int RESETS_AT_ONCE = 50;
    private static final int MAX_ANSWER_BYTES = 64 * 1024;
    private static final AtomicInteger GUESSES = new AtomicInteger();
    private static final AtomicInteger SILENT = new AtomicInteger();

    private WallHabits() {}

    /** The first message of a handshake. */
    static byte[] clientHello(Guard guard) {
        SSLEngine engine = guard.root().clientContextTrustingMe().createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        try {
            engine.wrap(ByteBuffer.allocate(0), hello);
        } catch (SSLException e) {
            throw new IllegalStateException("no handshake can begin", e);
        }
        byte[] bytes = new byte[hello.flip().remaining()];
        hello.get(bytes);
        return bytes;
    }

    /** Every second one sends half of the message; none reads the answer. */
    static ChannelHandler silentAfter(byte[] hello, WallTally tally) {
        int length = SILENT.getAndIncrement() % 2 == 0 ? hello.length : hello.length / 2;
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelActive(ChannelHandlerContext context) {
                context.channel().config().setAutoRead(false);
                context.writeAndFlush(Unpooled.wrappedBuffer(hello, 0, length));
                tally.add("came");
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                context.close();
            }
        };
    }

    static List<ChannelHandler> guesses(WallTally tally) {
        return List.of(new HttpClientCodec(), new HttpObjectAggregator(MAX_ANSWER_BYTES), new AfterHandshake() {
            @Override
            void go(ChannelHandlerContext context) {
                FullHttpRequest request =
                        new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/-/healthy");
                request.headers()
                        .set(HttpHeaderNames.HOST, "localhost")
                        .set(HttpHeaderNames.AUTHORIZATION, Guard.basic("prom:guess-" + GUESSES.getAndIncrement()));
                context.writeAndFlush(request);
            }

            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                tally.add(String.valueOf(((FullHttpResponse) message).status().code()));
                ReferenceCountUtil.release(message);
                again(context, GUESS_EVERY);
            }
        });
    }

    static ChannelHandler unread(String authorization, WallTally tally) {
        return new AfterHandshake() {
            private boolean asked;

            @Override
            void go(ChannelHandlerContext context) {
                if (!asked) {
                    asked = true;
                    context.channel().config().setAutoRead(false);
                    StringBuilder requests = new StringBuilder(Http2Frames.READS_NOTHING);
                    for (int i = 0; i < STREAMS; i++) {
                        requests.append(Http2Frames.get(2 * i + 1, "/", authorization));
                        tally.add("streams");
                    }
                    context.writeAndFlush(bytes(requests.toString()));
                } else {
                    // Else nobody would notice here that the connection has ended.
                    context.writeAndFlush(bytes(Http2Frames.A_PING));
                }
                again(context, PING_EVERY);
            }
        };
    }

    static ChannelHandler resets(String path, String authorization, WallTally tally) {
        return new AfterHandshake() {
            private int stream = -1;

            @Override
            void go(ChannelHandlerContext context) {
                StringBuilder frames = new StringBuilder(stream < 0 ? Http2Frames.READS : "");
                for (int i = 0; i < RESETS_AT_ONCE; i++) {
                    stream += 2;
                    frames.append(Http2Frames.get(stream, path, authorization)).append(Http2Frames.reset(stream));
                    tally.add("resets");
                }
                context.writeAndFlush(bytes(frames.toString()));
                again(context, RESET_EVERY);
            }
        };
    }

    private static ByteBuf bytes(String frames) {
        return Unpooled.copiedBuffer(frames, StandardCharsets.ISO_8859_1);
    }

    /** Goes on once the handshake is over, and drops whatever comes. */
    private abstract static class AfterHandshake extends ChannelInboundHandlerAdapter {
        abstract void go(ChannelHandlerContext context);

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent done && done.isSuccess()) {
                go(context);
            }
        }

        void again(ChannelHandlerContext context, Duration later) {
            context.executor()
                    .schedule(
                            () -> {
                                if (context.channel().isActive()) {
                                    go(context);
                                }
                            },
                            later.toNanos(),
                            TimeUnit.NANOSECONDS);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
