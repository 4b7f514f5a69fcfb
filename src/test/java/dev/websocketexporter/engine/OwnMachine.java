package dev.websocketexporter.engine;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.resolve.HostsFile;
import dev.websocketexporter.engine.resolve.SystemResolvConf;
import dev.websocketexporter.engine.tls.TlsEngine;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * A program for {@link OwnMachineIT}: probes each address on both transports, and says how that ended. {@code full} is a
 * server to which no local port is left, {@code descriptors} one for which no file descriptor is left, and {@code
 * without-ipv6} is ::1 once the machine has lost its IPv6 addresses.
 */
final class OwnMachine {
    private OwnMachine() {}

    public static void main(String[] targets) throws Exception {
        for (Transport transport : List.of(Transport.epoll(), Transport.nio())) {
            loadClasses(transport);
            try (NettyProber prober = new NettyProber(settings(transport))) {
                for (String target : targets) {
                    System.out.println(transport.name() + " " + target + " " + outcome(prober, target));
                }
            }
        }
    }

    /**
     * Loads what a probe needs on each of its ways: here a class has a file of its own, and no descriptor may be left for it. With
     * a prober of its own, which leaves no descriptor to be freed later.
     */
    private static void loadClasses(Transport transport) throws Exception {
        try (NettyProber prober = new NettyProber(settings(transport));
                ServerSocket server = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"))) {
            probe(prober, "127.0.0.1", 9, Duration.ofSeconds(3));
            probe(prober, "127.0.0.1", server.getLocalPort(), Duration.ofMillis(500));
        }
    }

    private static String outcome(NettyProber prober, String target) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"))) {
            return switch (target) {
                case "full" -> probeWhile(OwnMachine::fill, prober, server);
                case "without-ipv6" -> withoutIpv6(prober);
                case "descriptors" -> probeWhile(OwnMachine::exhaust, prober, server);
                default -> probe(prober, target.contains(":") ? "[" + target + "]" : target, 9);
            };
        }
    }

    private static String withoutIpv6(NettyProber prober) throws Exception {
        probe(prober, "[::1]", 9);
        new ProcessBuilder("sh", "-c", "echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6")
                .inheritIO()
                .start()
                .waitFor();
        return probe(prober, "[::1]", 9);
    }

    private interface Shortage {
        void make(ServerSocket server, Deque<Closeable> kept) throws IOException;
    }

    private static String probeWhile(Shortage shortage, NettyProber prober, ServerSocket server) throws Exception {
        Deque<Closeable> kept = new ArrayDeque<>();
        try {
            shortage.make(server, kept);
            return probe(prober, "127.0.0.1", server.getLocalPort());
        } finally {
            for (Closeable closeable : kept) {
                closeable.close();
            }
        }
    }

    private static void fill(ServerSocket server, Deque<Closeable> kept) {
        try {
            for (int i = 0; i < 100; i++) {
                kept.push(new Socket(server.getInetAddress(), server.getLocalPort()));
            }
        } catch (IOException e) {
            return;
        }
        throw new IllegalStateException("a hundred ports");
    }

    private static void exhaust(ServerSocket server, Deque<Closeable> kept) {
        try {
            for (int i = 0; i < 10_000; i++) {
                kept.push(new FileInputStream("/dev/null"));
            }
        } catch (IOException e) {
            return;
        }
        throw new IllegalStateException("ten thousand descriptors");
    }

    private static String probe(NettyProber prober, String host, int port) throws Exception {
        return probe(prober, host, port, Duration.ofSeconds(3));
    }

    private static String probe(NettyProber prober, String host, int port, Duration timeout) throws Exception {
        ProbeRequest request = new ProbeRequest(
                Target.parse("ws://" + host + ":" + port + "/"),
                ProbeModule.withDefaults("own"),
                null,
                new TargetPolicy(List.of(), List.of()),
                timeout);
        Failure failure =
                prober.start(request).result().toCompletableFuture().join().failure();
        if (failure == null) {
            return "success";
        }
        System.err.println(failure);
        return failure.phase().label() + "/" + failure.reason().label() + " "
                + (failure.limit() == null ? "-" : failure.limit().label());
    }

    private static EngineSettings settings(Transport transport) throws Exception {
        return new EngineSettings(
                transport,
                TlsEngine.preferred(),
                1,
                "test",
                SystemResolvConf.ofThisMachine(),
                HostsFile.systemPath(),
                ProxyEnvironment.of(Map.of()),
                Ticker.system(),
                Clock.systemUTC());
    }
}
