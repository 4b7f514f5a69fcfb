package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.TestIdentity;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Cheap servers as a process of their own: they upgrade, answer pings and close. Each listens on the whole loopback
 * network. The one argument is the file that the roots are written to; one line says the ports, and the end of the
 * standard input ends them.
 */
final class TargetServers {
    /** The one name that the certificates are for, whatever address was dialled. */
    static final String NAME = "target.bench.example";

    /** A client that does not know WebSockets waits for the end of the connection behind the 101. */
    static final String ENDS_AT_ONCE = "/end";

    private static final int BACKLOG = 4_096;
    private static final int MAX_HEAD_BYTES = 8_192;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    private TargetServers() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        TestIdentity ecdsaRoot = CertificateRecipe.ca("Bench ECDSA Root").selfSigned();
        TestIdentity rsaRoot =
                CertificateRecipe.ca("Bench RSA Root").key(KeyKind.RSA_2048).selfSigned();
        Files.writeString(Path.of(arguments[0]), ecdsaRoot.certificatePem() + rsaRoot.certificatePem());
        TargetServers servers = new TargetServers();
        int plain = servers.listen(null);
        int ecdsa = servers.listen(context(ecdsaRoot, KeyKind.EC_P256));
        int rsa = servers.listen(context(rsaRoot, KeyKind.RSA_2048));
        System.out.println("targets ws=" + plain + " ecdsa=" + ecdsa + " rsa=" + rsa);
        while (System.in.read() >= 0) {
            // nothing is said to it
        }
        System.exit(0);
    }

    private static SslContext context(TestIdentity root, KeyKind kind) throws SSLException {
        TestIdentity issuing =
                CertificateRecipe.ca("Bench Issuing CA").key(kind).signedBy(root);
        TestIdentity leaf = CertificateRecipe.leaf(NAME).key(kind).signedBy(issuing);
        return SslContextBuilder.forServer(
                        leaf.keys().getPrivate(), leaf.chain().toArray(new X509Certificate[0]))
                .sslProvider(SslProvider.OPENSSL)
                .build();
    }

    private int listen(@Nullable SslContext tls) throws InterruptedException {
        ServerBootstrap server = new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        addWebSocket(channel);
                    }
                });
        InetSocketAddress bound =
                (InetSocketAddress) server.bind("0.0.0.0", 0).sync().channel().localAddress();
        return bound.getPort();
    }

    private static void addWebSocket(SocketChannel channel) {
        WebSocketServerProtocolConfig config = WebSocketServerProtocolConfig.newBuilder()
                .websocketPath("/")
                .checkStartsWith(true)
                .build();
        channel.pipeline()
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(MAX_HEAD_BYTES))
                .addLast(new WebSocketServerProtocolHandler(config))
                .addLast(new EndAtOnce());
    }

    /** Ends the connection behind the 101 when the path asks for it, and when it breaks. */
    private static final class EndAtOnce extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof HandshakeComplete done && done.requestUri().equals(ENDS_AT_ONCE)) {
                context.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // Some clients end theirs by a reset once they have seen the 101.
            context.close();
        }
    }
}
