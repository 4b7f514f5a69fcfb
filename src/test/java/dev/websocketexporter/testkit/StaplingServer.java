package dev.websocketexporter.testkit;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * A server that staples whatever it is given to its TLS handshake, which the JDK's own TLS cannot do, and then upgrades
 * and answers the Close; ordinary requests it refuses. It selects {@code http/1.1} where that is offered.
 */
public final class StaplingServer implements Closeable {
    private static final byte[] CLOSE_1000 = {(byte) 0x88, 2, 0x03, (byte) 0xe8};
    private static final String UPGRADE_REQUIRED = "HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n";

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    private final Set<Channel> accepted = ConcurrentHashMap.newKeySet();
    private final Recipe recipe;
    private final SslContext context;
    private final Channel listener;

    /**
     * A server to be started.
     *
     * @param staple in Base64; empty: none
     */
    public record Recipe(TestIdentity identity, String staple, List<String> protocols, ClientAuth clientAuth) {
        public Recipe staple(byte... response) {
            return new Recipe(identity, Base64.getEncoder().encodeToString(response), protocols, clientAuth);
        }

        public Recipe protocols(String... names) {
            return new Recipe(identity, staple, List.of(names), clientAuth);
        }

        public Recipe needingClientCertificate() {
            return new Recipe(identity, staple, protocols, ClientAuth.REQUIRE);
        }

        public StaplingServer start() throws IOException {
            return start(0);
        }

        /** On that port of 127.0.0.1; 0: any that is free. */
        public StaplingServer start(int port) throws IOException {
            return new StaplingServer(this, port);
        }
    }

    public static Recipe of(TestIdentity identity) {
        return new Recipe(identity, "", List.of("TLSv1.2", "TLSv1.3"), ClientAuth.NONE);
    }

    private StaplingServer(Recipe recipe, int port) throws SSLException {
        this.recipe = recipe;
        this.context = SslContextBuilder.forServer(
                        recipe.identity().keys().getPrivate(), recipe.identity().chain())
                .sslProvider(SslProvider.OPENSSL_REFCNT)
                .protocols(recipe.protocols())
                .clientAuth(recipe.clientAuth())
                .enableOcsp(true)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        "http/1.1"))
                .build();
        this.listener = new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accepted.add(channel);
                        channel.closeFuture().addListener(closed -> accepted.remove(channel));
                        channel.pipeline().addLast(tls(channel), new Upgrading());
                    }
                })
                .bind("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
    }

    private SslHandler tls(SocketChannel channel) {
        SslHandler handler = context.newHandler(channel.alloc());
        byte[] staple = Base64.getDecoder().decode(recipe.staple());
        if (staple.length > 0) {
            ((ReferenceCountedOpenSslEngine) handler.engine()).setOcspResponse(staple);
        }
        return handler;
    }

    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        // Before their loop ends, which would leave the descriptor of one that is just about to close.
        accepted.forEach(channel -> channel.close().awaitUninterruptibly());
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        ReferenceCountUtil.release(context);
    }

    /** Reads a request, then a frame. */
    private static final class Upgrading extends ByteToMessageDecoder {
        private boolean upgraded;

        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            if (upgraded) {
                in.skipBytes(in.readableBytes());
                ctx.writeAndFlush(ctx.alloc().buffer().writeBytes(CLOSE_1000)).addListener(sent -> ctx.close());
                return;
            }
            String text = in.toString(StandardCharsets.ISO_8859_1);
            if (text.endsWith("\r\n\r\n")) {
                in.skipBytes(in.readableBytes());
                RequestHead head = new RequestHead(Arrays.asList(text.strip().split("\r\n")));
                upgraded = head.header("Sec-WebSocket-Key").isPresent();
                String answer = upgraded ? UpgradeAnswer.to(head).text() : UPGRADE_REQUIRED;
                ctx.writeAndFlush(ctx.alloc().buffer().writeBytes(answer.getBytes(StandardCharsets.ISO_8859_1)));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // The client broke off, which may be just what the test is about.
            ctx.close();
        }
    }
}
