package dev.websocketexporter.bench;

import dev.websocketexporter.bench.WallAccess.Guard;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Clients of an exporter that is behind TLS and a password, on loopback addresses of their own. One that the exporter puts out
 * comes again. All of them run on one event loop.
 */
final class WallGuests implements WallTrouble.End {
    private static final int ADDRESSES = 16;
    private static final int AGAIN_MILLIS = 100;

    private final EventLoop loop = (EventLoop) new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()).next();
    private final WallTally tally;
    private final InetSocketAddress exporter;
    private final Optional<SslContext> tls;
    private final Supplier<List<ChannelHandler>> habit;
    private final List<Channel> channels = new ArrayList<>();
    private boolean ended;

    private WallGuests(WallTally tally, int port, Optional<SslContext> tls, Supplier<List<ChannelHandler>> habit) {
        this.tally = tally;
        this.exporter = new InetSocketAddress("127.0.0.1", port);
        this.tls = tls;
        this.habit = habit;
    }

    /** Ones that never come to an end of the handshake. */
    static WallTrouble unfinished(int number, Guard guard, WallTally tally) {
        byte[] hello = WallHabits.clientHello(guard);
        return port -> come(
                number,
                new WallGuests(tally, port, Optional.empty(), () -> List.of(WallHabits.silentAfter(hello, tally))));
    }

    /** Ones that try one password after the other. */
    static WallTrouble guessing(int number, Guard guard, WallTally tally) {
        SslContext http1 = context(guard, "http/1.1");
        return port -> come(number, new WallGuests(tally, port, Optional.of(http1), () -> WallHabits.guesses(tally)));
    }

    /** Ones that ask for as many pages at once as a connection may, and read none. */
    static WallTrouble unread(int number, Guard guard, WallTally tally) {
        SslContext http2 = context(guard, "h2");
        return port -> come(
                number,
                new WallGuests(
                        tally,
                        port,
                        Optional.of(http2),
                        () -> List.of(WallHabits.unread(guard.authorization(), tally))));
    }

    /**
     * Ones that cancel each request at once.
     *
     * @param path of what they ask for
     */
    static WallTrouble resetting(int number, Guard guard, String path, WallTally tally) {
        SslContext http2 = context(guard, "h2");
        return port -> come(
                number,
                new WallGuests(
                        tally,
                        port,
                        Optional.of(http2),
                        () -> List.of(WallHabits.resets(path, guard.authorization(), tally))));
    }

    private static SslContext context(Guard guard, String protocol) {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.OPENSSL)
                    .trustManager(guard.root().certificate())
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            protocol))
                    .build();
        } catch (IOException e) {
            throw new IllegalStateException("a certificate that clients cannot use", e);
        }
    }

    /** The first of them come before the last have been made. */
    private static WallGuests come(int number, WallGuests guests) {
        guests.loop.execute(() -> {
            for (int i = 0; i < number; i++) {
                guests.connect(i);
            }
        });
        return guests;
    }

    private void connect(int number) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        tls.ifPresent(context -> channel.pipeline()
                                .addLast(context.newHandler(channel.alloc(), "localhost", exporter.getPort())));
                        channel.pipeline().addLast(habit.get().toArray(ChannelHandler[]::new));
                    }
                });
        Channel channel = bootstrap
                .connect(exporter, new InetSocketAddress("127.0.1." + (1 + number % ADDRESSES), 0))
                .channel();
        channels.add(channel);
        channel.closeFuture().addListener(closed -> {
            channels.remove(channel);
            if (!ended) {
                tally.add("came again");
                loop.schedule(() -> comeAgain(number), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
    }

    private void comeAgain(int number) {
        if (!ended) {
            connect(number);
        }
    }

    @Override
    public void close() {
        loop.submit(() -> {
                    ended = true;
                    List.copyOf(channels).forEach(Channel::close);
                })
                .syncUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        tally.requireAsExpected();
    }
}
