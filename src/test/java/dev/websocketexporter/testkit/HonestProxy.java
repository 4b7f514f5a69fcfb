package dev.websocketexporter.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * A proxy that does what it is asked for: every name is this machine to it, so that targets need not exist anywhere else.
 */
public final class HonestProxy implements Closeable {
    private static final int PASSWORD = 2;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<RequestHead> heads = new CopyOnWriteArrayList<>();
    private final List<String> logins = new CopyOnWriteArrayList<>();
    private final Duration delay;
    private final ScriptedServer server;
    private final String scheme;

    private HonestProxy(String scheme, Duration delay, Starter starter) throws IOException {
        this.scheme = scheme;
        this.delay = delay;
        this.server = starter.start(this);
    }

    @FunctionalInterface
    private interface Starter {
        ScriptedServer start(HonestProxy proxy) throws IOException;
    }

    /** By HTTP CONNECT. */
    public static HonestProxy http() throws IOException {
        return httpAfter(Duration.ZERO);
    }

    /** By HTTP CONNECT; each answer takes that long. */
    public static HonestProxy httpAfter(Duration delay) throws IOException {
        return new HonestProxy("http", delay, proxy -> ScriptedServer.plain(proxy::tunnel));
    }

    /** By HTTP CONNECT inside TLS, under the name {@code localhost}. */
    public static HonestProxy https(ServerTls tls) throws IOException {
        return new HonestProxy("https", Duration.ZERO, proxy -> ScriptedServer.tls(tls, proxy::tunnel));
    }

    /** By SOCKS5; a login is asked for when the client offers one. */
    public static HonestProxy socks5() throws IOException {
        return new HonestProxy("socks5", Duration.ZERO, proxy -> ScriptedServer.plain(proxy::socks));
    }

    /** @param userInfo empty, or with its at sign */
    public String url(String userInfo) {
        return scheme + "://" + userInfo + "localhost:" + server.port();
    }

    public int port() {
        return server.port();
    }

    /** The places asked for, {@code host:port} as they were written. */
    public List<String> asked() {
        return asked;
    }

    /** The CONNECT requests. */
    public List<RequestHead> heads() {
        return heads;
    }

    /** The SOCKS logins, {@code user:password}. */
    public List<String> logins() {
        return logins;
    }

    private void tunnel(Peer peer) throws IOException {
        RequestHead head = peer.readHead();
        heads.add(head);
        String authority = head.requestLine().split(" ")[1];
        asked.add(authority);
        LockSupport.parkNanos(delay.toNanos());
        URI place = URI.create("any://" + authority);
        try (Socket target = dialled(place.getHost(), place.getPort())) {
            peer.send("HTTP/1.1 200 Connection established\r\nVia: 1.1 honest\r\n\r\n");
            peer.relay(target);
        }
    }

    /** RFC 1928, RFC 1929. */
    private void socks(Peer peer) throws IOException {
        byte[] methods = peer.read(peer.read(2)[1]);
        boolean login = ByteBuffer.wrap(methods).compareTo(ByteBuffer.wrap(new byte[] {0})) != 0;
        peer.send((byte) 5, (byte) (login ? PASSWORD : 0));
        if (login) {
            peer.read(1);
            logins.add(text(peer) + ":" + text(peer));
            peer.send((byte) 1, (byte) 0);
        }
        String host = switch (peer.read(4)[3]) {
            case IPV4 -> InetAddress.getByAddress(peer.read(4)).getHostAddress();
            case IPV6 -> "[" + InetAddress.getByAddress(peer.read(16)).getHostAddress() + "]";
            case NAME -> text(peer);
            default -> throw new IOException("no such type of address");
        };
        int port = ByteBuffer.wrap(peer.read(2)).getShort() & 0xffff;
        asked.add(host + ":" + port);
        try (Socket target = dialled(host, port)) {
            peer.send(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
            peer.relay(target);
        }
    }

    private static String text(Peer peer) throws IOException {
        return new String(peer.read(peer.read(1)[0] & 0xff), StandardCharsets.UTF_8);
    }

    private static Socket dialled(String host, int port) throws IOException {
        return new Socket(isAddress(host) ? InetAddress.getByName(host) : localhost(), port);
    }

    private static boolean isAddress(String host) {
        return host.startsWith("[") || host.matches("[0-9.]+");
    }

    private static InetAddress localhost() throws UnknownHostException {
        return InetAddress.getByName("127.0.0.1");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
