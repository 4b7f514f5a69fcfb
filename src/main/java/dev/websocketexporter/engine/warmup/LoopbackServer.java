package dev.websocketexporter.engine.warmup;

import static io.netty.channel.ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.engine.tls.HandshakeRecorder.EngineKeys;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.tls.SelfSignedIdentity;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A WebSocket server on the loopback interface, ws and wss, for the exporter's warm-up only. */
public final class LoopbackServer implements AutoCloseable {
    private static final int MAX_REQUEST_BYTES = 8 * 1024;

    private final EventLoopGroup loop;
    private final @Nullable SslContext tls;
    private final Channel plain;
    private final @Nullable Channel secure;

    private LoopbackServer(Transport transport, @Nullable SslContext tls) {
        this.tls = tls;
        this.loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("warm-up"), transport.ioHandlers().get());
        this.plain = listen(transport, null);
        this.secure = tls == null ? null : listen(transport, tls);
    }

    /** For ws alone, without the work for a certificate. */
    public static LoopbackServer startPlain(Transport transport) {
        return new LoopbackServer(transport, null);
    }

    public static LoopbackServer start(Transport transport, TlsEngine tlsEngine, SelfSignedIdentity identity)
            throws SSLException {
        return new LoopbackServer(
                transport,
                SslContextBuilder.forServer(new LoopbackKeys(identity))
                        .sslProvider(tlsEngine.provider())
                        // It asks no client for a certificate. Without this line, Netty would read the runtime's trust
                        // store for it and hand every root in it to BoringSSL.
                        .trustManager(InsecureTrustManagerFactory.INSTANCE)
                        .build());
    }

    private Channel listen(Transport transport, @Nullable SslContext tlsOrNone) {
        return new ServerBootstrap()
                .group(loop)
                .channelFactory(transport.listeners())
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (tlsOrNone != null) {
                            channel.pipeline().addLast(tlsOrNone.newHandler(channel.alloc()));
                        }
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(MAX_REQUEST_BYTES),
                                        new WebSocketServerProtocolHandler("/"),
                                        new Echo());
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
    }

    /** Pings and Closes are answered by the handler before. */
    private static final class Echo extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, TextWebSocketFrame message) {
            ctx.writeAndFlush(message.retain()).addListener(FIRE_EXCEPTION_ON_FAILURE);
        }

        /** An exporter that ends during its warm-up resets its connections; the probe reports any other failure. */
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close().addListener(FIRE_EXCEPTION_ON_FAILURE);
        }
    }

    public String plainUrl() {
        return "ws://" + Text.of((InetSocketAddress) plain.localAddress()) + "/";
    }

    /** Not of one that was started for ws alone. */
    public String secureUrl() {
        if (secure == null) {
            throw new IllegalStateException("started for ws alone (expected: with an identity)");
        }
        return "wss://" + Text.of((InetSocketAddress) secure.localAddress()) + "/";
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        if (tls != null) {
            ReferenceCountUtil.release(tls);
        }
    }

    /**
     * Shows a throwaway certificate to every client. Given the key itself, Netty would put it into a key store first.
     */
    static final class LoopbackKeys extends EngineKeys {
        private static final String ALIAS = "loopback";

        private final SelfSignedIdentity identity;

        LoopbackKeys(SelfSignedIdentity identity) {
            this.identity = identity;
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return keyType.equals(identity.key().getAlgorithm()) ? ALIAS : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {identity.certificate()};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return identity.key();
        }
    }
}
