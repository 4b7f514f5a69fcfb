package dev.websocketexporter.engine.connect;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.resolve.Addresses;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.engine.run.Writes;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Reason;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Opens the TCP connection: to the first address, and to the second when the first is refused or unreachable. */
public final class ConnectPhase {
    private final Transport transport;

    public ConnectPhase(Transport transport) {
        this.transport = transport;
    }

    public CompletableFuture<@Nullable Void> connect(PhaseContext context, Addresses addresses) {
        return dialInTurn(context, addresses)
                .exceptionallyCompose(failure ->
                        CompletableFuture.failedFuture(ProbeFailedException.seenFrom(context.hop(), failure)));
    }

    private CompletableFuture<@Nullable Void> dialInTurn(PhaseContext context, Addresses addresses) {
        return dial(context, addresses.first()).exceptionallyCompose(first -> {
            InetAddress second = addresses.second();
            // A deadline or a cancellation closes the socket, which looks like a failed connect.
            if (second == null || context.isOver() || !letsTryTheOther(first)) {
                return CompletableFuture.failedFuture(first);
            }
            context.log().info(first.getMessage() + "; falling back to the other family");
            return dial(context, second).exceptionallyCompose(alsoFailed -> {
                // Both failed: the result has the preferred family's reason, and so its address, too.
                context.state().dialled(remote(context, addresses.first()));
                context.log().info(String.valueOf(alsoFailed.getMessage()));
                return CompletableFuture.failedFuture(first);
            });
        });
    }

    /** Never after a timeout: what is left of the budget would not show whether the other family works. */
    private static boolean letsTryTheOther(Throwable first) {
        if (!(first instanceof ProbeFailedException failed)) {
            return false;
        }
        Failure failure = failed.failure();
        // Rules and ports are those of one family; descriptors and memory are lacking for both.
        return failure.reason() == Reason.CONNECTION_REFUSED
                || failure.reason() == Reason.UNREACHABLE
                || failure.limit() == ExporterLimit.FIREWALL
                || failure.limit() == ExporterLimit.PORTS;
    }

    private CompletableFuture<@Nullable Void> dial(PhaseContext context, InetAddress address) {
        InetSocketAddress remote = remote(context, address);
        InetAddress source = context.request().module().dialing().source();
        context.state().dialled(remote);
        context.waitFor(() -> "the TCP connection to " + Text.of(remote));
        context.log().debug("connecting to " + Text.of(remote));
        CompletableFuture<@Nullable Void> connected = new CompletableFuture<>();
        // After the events that the loop has in hand: some may be those of a socket which was closed a moment ago,
        // and a new one that got its descriptor would hear them.
        context.loop().execute(() -> {
            try {
                if (!context.isOver()) {
                    open(context, remote, source, connected);
                }
            } catch (RuntimeException e) {
                connected.completeExceptionally(e);
            }
        });
        return connected;
    }

    private void open(
            PhaseContext context,
            InetSocketAddress remote,
            @Nullable InetAddress source,
            CompletableFuture<@Nullable Void> connected) {
        long dialledAfter = context.clock().elapsed();
        // Made here, so that it throws here when the process has no file descriptor left. The bootstrap would answer
        // with a channel in its place that has no loop and never closes, and the probe would never be released.
        SocketChannel socket;
        try {
            socket = transport.streams().newChannel();
        } catch (ChannelException e) {
            connected.completeExceptionally(ConnectFailures.withoutSocket(Text.of(remote), e));
            return;
        }
        ChannelFuture connect = source == null
                ? bootstrap(context, socket).connect(remote)
                : bootstrap(context, socket).connect(remote, new InetSocketAddress(source, 0));
        // Owned before it is connected, so that a deadline closes it.
        context.channel().own(connect.channel());
        Writes.on(connect, connected, done -> {
            if (done.isSuccess()) {
                measure(context, connect.channel(), dialledAfter);
                connected.complete(null);
            } else {
                connected.completeExceptionally(
                        ConnectFailures.of(Text.of(remote), source, () -> hasSourceFor(remote), done.cause()));
            }
        });
    }

    /** Connecting a UDP socket sends nothing: the system chooses the way and the local address. */
    private static boolean hasSourceFor(InetSocketAddress remote) {
        try (DatagramChannel socket = DatagramChannel.open()) {
            socket.connect(remote);
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /**
     * The unspecified address is the loopback one, as the system has it and target_policy judges it: Java by itself would
     * dial the address of the host's name.
     */
    private static InetSocketAddress remote(PhaseContext context, InetAddress address) {
        InetAddress dialled = address.isAnyLocalAddress() ? Addresses.loopback(IpProtocol.of(address)) : address;
        return new InetSocketAddress(dialled, context.hop().dialledPort());
    }

    private static Bootstrap bootstrap(PhaseContext context, SocketChannel socket) {
        ChannelFactory<SocketChannel> made = () -> socket;
        return new Bootstrap()
                .group(context.loop())
                .channelFactory(made)
                .disableResolver()
                // One deadline rules the probe; Netty's own would be a second.
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .option(ChannelOption.TCP_NODELAY, true)
                // What the server says before a phase listens waits in the kernel for that phase.
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        context.channel().frame(channel.pipeline(), context.probeLoop(), context.lag(), context.log());
                    }
                });
    }

    /**
     * The kernel knows the round trip of SYN and SYN/ACK to the microsecond, whatever the event loop was doing. A
     * retransmitted SYN is not in it, but is part of what the target's users wait for: then the clock is right.
     */
    private static void measure(PhaseContext context, Channel channel, long dialledAfterNanos) {
        if (!(channel instanceof EpollSocketChannel socket)) {
            return;
        }
        EpollTcpInfo info = socket.tcpInfo();
        long roundTrip = TimeUnit.MICROSECONDS.toNanos(info.rtt());
        long byClock = context.clock().elapsed() - dialledAfterNanos;
        if (roundTrip > 0 && roundTrip <= byClock && info.totalRetrans() == 0) {
            context.clock().stopAfter(dialledAfterNanos + roundTrip);
            context.log()
                    .debug("connected; round trip by the kernel " + Text.of(Duration.ofNanos(roundTrip))
                            + ", by the clock " + Text.of(Duration.ofNanos(byClock)));
        } else {
            context.log().debug("connected in " + Text.of(Duration.ofNanos(byClock)) + " by the clock");
        }
    }
}
