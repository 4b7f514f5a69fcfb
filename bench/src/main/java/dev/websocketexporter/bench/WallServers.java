package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.KeyKind;
import dev.websocketexporter.testkit.TestIdentity;
import io.netty.bootstrap.ServerBootstrap;
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
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Healthy and hostile servers as a process of their own, on the whole loopback network. The path says what a server does
 * ({@link WallPeer}); the secure port has a new chain every few seconds, the port {@code maze} one that is expensive to
 * judge. The one argument is the file that the root is written to; one line says the ports, and the end of the standard
 * input ends them.
 */
final class WallServers {
    /** The one name that the certificates are for, whatever address was dialled. */
    static final String NAME = "target.walls.example";

    private static final int BACKLOG = 4_096;
    private static final int MAX_HEAD_BYTES = 8_192;
    private static final long RENEWED_SECONDS = 3;
    private static final int MAZE = 16;

    private final EventLoopGroup hostile = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final EventLoopGroup healthy = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    private WallServers() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        TestIdentity root = CertificateRecipe.ca("Walls Root").selfSigned();
        Files.writeString(Path.of(arguments[0]), root.certificatePem());
        WallServers servers = new WallServers();
        AtomicReference<SslContext> renewed = new AtomicReference<>(fresh(root));
        servers.healthy.scheduleAtFixedRate(
                () -> renewed.set(fresh(root)), RENEWED_SECONDS, RENEWED_SECONDS, TimeUnit.SECONDS);
        SslContext maze = maze();
        int plain = servers.listen(servers.healthy, null);
        int secure = servers.listen(servers.healthy, renewed::get);
        int bad = servers.listen(servers.hostile, null);
        int lost = servers.listen(servers.hostile, () -> maze);
        System.out.println("walls plain=" + plain + " secure=" + secure + " hostile=" + bad + " maze=" + lost);
        while (System.in.read() >= 0) {
            // nothing is said to it
        }
        System.exit(0);
    }

    /** A chain that nobody has seen before: its issuing CA is new too. */
    private static SslContext fresh(TestIdentity root) {
        return context(CertificateRecipe.leaf(NAME)
                .signedBy(CertificateRecipe.ca("Walls Issuing CA").signedBy(root)));
    }

    /** Every certificate could have issued every other one by its name, and none has; each attempt costs a signature. */
    private static SslContext maze() {
        TestIdentity leaf = CertificateRecipe.leaf(NAME).signedBy(wall());
        List<X509Certificate> chain = new ArrayList<>(List.of(leaf.certificate()));
        while (chain.size() < MAZE) {
            chain.add(wall().certificate());
        }
        return context(leaf, chain);
    }

    private static TestIdentity wall() {
        return CertificateRecipe.ca("Walls Maze").key(KeyKind.RSA_2048).selfSigned();
    }

    private static SslContext context(TestIdentity leaf) {
        return context(leaf, leaf.chain());
    }

    private static SslContext context(TestIdentity leaf, List<X509Certificate> chain) {
        try {
            return SslContextBuilder.forServer(leaf.keys().getPrivate(), chain.toArray(new X509Certificate[0]))
                    .sslProvider(SslProvider.OPENSSL)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("a chain that the servers cannot use", e);
        }
    }

    private int listen(EventLoopGroup loops, @Nullable Supplier<SslContext> tls) throws InterruptedException {
        ServerBootstrap server = new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.get().newHandler(channel.alloc()));
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
                .addLast(new WallPeer.Redirects())
                .addLast(new WebSocketServerProtocolHandler(config))
                .addLast(new WallPeer());
    }
}
