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
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
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
 * Healthy or hostile servers as a process of their own, on the whole loopback network. The path says what a hostile one does
 * ({@link WallPeer}); the port {@code secure} has a new chain every few seconds, the port {@code maze} one that is expensive
 * to judge. With an argument, which names the file that the root is written to, the servers are healthy. One line says the
 * ports, and the end of the standard input ends them.
 */
final class WallServers {
    /** The one name that the certificates are for, whatever address was dialled. */
    static final String NAME = "target.walls.example";

    private static final int BACKLOG = 4_096;
    private static final int MAX_HEAD_BYTES = 8_192;
    private static final long RENEWED_SECONDS = 3;
    private static final int MAZE = 16;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    private WallServers() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        WallServers servers = new WallServers();
        System.out.println(arguments.length > 0 ? servers.healthy(Path.of(arguments[0])) : servers.hostile());
        while (System.in.read() >= 0) {
            // nothing is said to it
        }
        System.exit(0);
    }

    private String healthy(Path rootFile) throws IOException, InterruptedException {
        TestIdentity root = CertificateRecipe.ca("Walls Root").selfSigned();
        Files.writeString(rootFile, root.certificatePem());
        AtomicReference<SslContext> renewed = new AtomicReference<>(fresh(root));
        loop.scheduleAtFixedRate(() -> renewed.set(fresh(root)), RENEWED_SECONDS, RENEWED_SECONDS, TimeUnit.SECONDS);
        return "walls plain=" + listen(null) + " secure=" + listen(renewed::get);
    }

    private String hostile() throws InterruptedException {
        SslContext maze = maze();
        return "walls hostile=" + listen(null) + " maze=" + listen(() -> maze);
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

    private int listen(@Nullable Supplier<SslContext> tls) throws InterruptedException {
        ServerBootstrap server = new ServerBootstrap()
                .group(loop)
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
                .allowExtensions(true)
                .build();
        channel.pipeline()
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(MAX_HEAD_BYTES))
                .addLast(new WallPeer.Redirects())
                .addLast(new WebSocketServerCompressionHandler(0))
                .addLast(new WebSocketServerProtocolHandler(config))
                .addLast(new WallPeer());
    }
}
