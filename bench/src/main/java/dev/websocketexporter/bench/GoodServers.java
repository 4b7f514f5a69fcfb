package dev.websocketexporter.bench;

import dev.websocketexporter.testkit.CertificateRecipe;
import dev.websocketexporter.testkit.ScriptedServer;
import dev.websocketexporter.testkit.TestIdentity;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The servers of {@link GoodTargets} as a process of their own. Arguments and commands are those of {@link FaultServers}, and
 * {@code accept TARGET SECRET…}: from now on that target takes these secrets, and no others.
 */
final class GoodServers {
    private static final int BACKLOG = 1_024;
    private static final int MAX_BODY_BYTES = 8_192;
    private static final long RENEWED_SECONDS = 30;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final SoakPlace place;
    private final TestIdentity root;
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, Closeable> running = new HashMap<>();
    private final Map<String, Set<String>> accepted = new ConcurrentHashMap<>();
    private final Map<String, AtomicReference<SslContext>> contexts = new HashMap<>();

    private GoodServers(SoakPlace place, TestIdentity root) {
        this.place = place;
        this.root = root;
        List<SoakTarget> targets = GoodTargets.all(place, false);
        for (int i = 0; i < targets.size(); i++) {
            ports.put(targets.get(i).name(), place.port(GoodTargets.FIRST + i));
        }
        contexts.put(GoodTargets.SECURE, new AtomicReference<>());
        contexts.put(GoodTargets.CLIENT_CERTIFICATE, new AtomicReference<>());
    }

    public static void main(String[] arguments) throws IOException {
        SoakPlace place = new SoakPlace(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        TestIdentity root = CertificateRecipe.ca("Soak Root of Good Ones").selfSigned();
        place.publish(GoodTargets.ROOT_FILE, root.certificatePem());
        GoodServers servers = new GoodServers(place, root);
        servers.renew();
        servers.loops.scheduleAtFixedRate(servers::renew, RENEWED_SECONDS, RENEWED_SECONDS, TimeUnit.SECONDS);
        Closeable unused = servers.listen("behind_proxy", place.port(GoodTargets.BEHIND_PROXY));
        for (String name : servers.ports.keySet()) {
            servers.start(name);
        }
        System.out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(servers.answer(line.split(" ")));
        }
        System.exit(0);
    }

    private String answer(String... words) throws IOException {
        switch (words[0]) {
            case "stop" -> running.remove(words[1]).close();
            case "start" -> start(words[1]);
            default -> accepted.put(words[1], Arrays.stream(words).skip(2).collect(Collectors.toUnmodifiableSet()));
        }
        return "ok";
    }

    /** Chains that nobody has seen before: their issuing CA is new too. */
    private void renew() {
        contexts.forEach((name, context) -> context.set(context(name.equals(GoodTargets.CLIENT_CERTIFICATE))));
    }

    private SslContext context(boolean forClients) {
        TestIdentity leaf = CertificateRecipe.leaf(SoakPlace.NAME)
                .signedBy(CertificateRecipe.ca("Soak Issuing CA").signedBy(root));
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(
                            leaf.keys().getPrivate(), leaf.chain().toArray(new X509Certificate[0]))
                    .sslProvider(SslProvider.OPENSSL);
            if (forClients) {
                builder.clientAuth(ClientAuth.REQUIRE)
                        .trustManager(
                                place.file(RotatingSecrets.CLIENT_ROOT_FILE).toFile());
            }
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalStateException("a chain that the servers cannot use", e);
        }
    }

    private void start(String name) throws IOException {
        int port = ports.get(name);
        running.put(
                name,
                name.equals(GoodTargets.PROXIED)
                        ? ScriptedServer.plainAt(SoakPlace.address(port), GoodProxy::tunnel)
                        : listen(name, port));
    }

    private Closeable listen(String name, int port) {
        ChannelGroup open = new DefaultChannelGroup(loops.next());
        Channel listener = new ServerBootstrap()
                .group(loops)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        open.add(channel);
                        addHandlers(name, channel);
                    }
                })
                .bind("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
        return () -> {
            listener.close().syncUninterruptibly();
            open.close().awaitUninterruptibly();
        };
    }

    private void addHandlers(String name, SocketChannel channel) {
        AtomicReference<SslContext> context = contexts.get(name);
        if (context != null) {
            channel.pipeline().addLast(context.get().newHandler(channel.alloc()));
        }
        channel.pipeline()
                .addLast(new HttpServerCodec())
                .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                .addLast(new GoodPeer.Gate(name, () -> accepted.getOrDefault(name, Set.of())));
        if (name.equals(GoodTargets.COMPRESSED)) {
            channel.pipeline().addLast(new WebSocketServerCompressionHandler(0));
        }
        channel.pipeline()
                .addLast(new WebSocketServerProtocolHandler(WebSocketServerProtocolConfig.newBuilder()
                        .websocketPath("/")
                        .checkStartsWith(true)
                        .allowExtensions(true)
                        .subprotocols(subprotocol(name))
                        .build()))
                .addLast(new GoodPeer());
    }

    private static @Nullable String subprotocol(String name) {
        return name.equals(GoodTargets.BEARER) ? GoodTargets.SUBPROTOCOL : null;
    }
}
