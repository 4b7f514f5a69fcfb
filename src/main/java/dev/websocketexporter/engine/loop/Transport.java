package dev.websocketexporter.engine.loop;

import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * How sockets are driven.
 *
 * @param name for a log line
 * @param ioHandlers what an event loop waits on
 * @param streams makes TCP sockets
 * @param datagrams makes UDP sockets, for DNS
 * @param listeners makes listening sockets, for the warm-up's own server
 */
public record Transport(
        String name,
        Supplier<IoHandlerFactory> ioHandlers,
        ChannelFactory<? extends SocketChannel> streams,
        ChannelFactory<? extends DatagramChannel> datagrams,
        ChannelFactory<? extends ServerSocketChannel> listeners) {
    /** System property that forces one, {@code epoll} or {@code nio}; meant for tests. */
    static final String PROPERTY = "websocketexporter.transport";

    /**
     * The transport forced by {@link #PROPERTY}, else native epoll where it loads, else NIO.
     *
     * @throws IllegalArgumentException when the property names no transport, or one that does not load
     */
    public static Transport preferred() {
        String forced = System.getProperty(PROPERTY, "").toLowerCase(Locale.ROOT);
        return switch (forced) {
            case "" -> Epoll.isAvailable() ? epoll() : nio();
            case "nio" -> nio();
            case "epoll" -> {
                if (!Epoll.isAvailable()) {
                    throw new IllegalArgumentException(
                            PROPERTY + "=epoll does not load here", Epoll.unavailabilityCause());
                }
                yield epoll();
            }
            default ->
                throw new IllegalArgumentException(
                        PROPERTY + "=" + forced + " is no transport (expected: epoll or nio)");
        };
    }

    /** Whether this one is used only since the native one does not load. */
    public static boolean isMissing(Transport used) {
        boolean linux =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
        return linux
                && used.name().equals(nio().name())
                && System.getProperty(PROPERTY, "").isEmpty();
    }

    public static Transport epoll() {
        return new Transport(
                "epoll",
                EpollIoHandler::newFactory,
                EpollSocketChannel::new,
                EpollDatagramChannel::new,
                EpollServerSocketChannel::new);
    }

    public static Transport nio() {
        return new Transport(
                "NIO",
                NioIoHandler::newFactory,
                NioSocketChannel::new,
                NioDatagramChannel::new,
                NioServerSocketChannel::new);
    }
}
