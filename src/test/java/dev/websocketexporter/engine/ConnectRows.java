package dev.websocketexporter.engine;

import static dev.websocketexporter.probe.report.Phase.CONNECT;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.probe.module.IpProtocol;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Peer;
import io.netty.channel.ChannelFactory;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ways to fail while the TCP connection is opened. */
final class ConnectRows {
    private ConnectRows() {}

    static List<GridRow> all() {
        return List.of(
                row(
                        "nobody listens",
                        Reason.CONNECTION_REFUSED,
                        stage -> stage.request("ws://127.0.0.1:" + stage.deadPort() + "/")),
                row(
                        "nobody listens on ::1",
                        Reason.CONNECTION_REFUSED,
                        stage -> stage.request("ws://[::1]:" + stage.deadPort() + "/")),
                row(
                        "both families refuse",
                        Reason.CONNECTION_REFUSED,
                        stage -> stage.request("ws://both.test:" + stage.deadPort() + "/")),
                row(
                        "::1 refuses, without fallback",
                        Reason.CONNECTION_REFUSED,
                        stage -> stage.only(IpProtocol.IP6).named("both.test", "127.0.0.1", Peer::upgrade)),
                row(
                        "127.0.0.1 refuses, without fallback",
                        Reason.CONNECTION_REFUSED,
                        stage -> stage.only(IpProtocol.IP4).named("both.test", "::1", Peer::upgrade)),
                // The broadcast address of loopback: the kernel refuses to send a SYN there, and nothing leaves the
                // machine.
                row("no way to the address", Reason.UNREACHABLE, stage -> stage.request("ws://127.255.255.255/")),
                row("no way to the name's address", Reason.UNREACHABLE, stage -> stage.request("ws://broadcast.test/")),
                row(
                        "SYN is not answered",
                        Reason.TIMEOUT,
                        stage -> stage.shortBudget().hangingConnect()),
                row(
                        "source address of another machine",
                        Reason.SOURCE_ADDRESS_UNAVAILABLE,
                        stage -> stage.from("192.0.2.1").plain(Peer::upgrade)),
                row(
                        "source address of another machine, for a proxy",
                        Reason.SOURCE_ADDRESS_UNAVAILABLE,
                        stage -> stage.from("192.0.2.1")
                                .through("http://127.0.0.1:" + stage.deadPort())
                                .plain(Peer::upgrade)),
                resetDuringConnect());
    }

    /** The RST overtakes our look at the new connection: made certain by looking only after it was sent. With NIO, since epoll's channel is final. */
    private static GridRow resetDuringConnect() {
        CountDownLatch reset = new CountDownLatch(1);
        return new GridRow(
                "RST right after SYN/ACK",
                CONNECT,
                Reason.CONNECTION_RESET,
                stage -> stage.plain(peer -> {
                    peer.reset();
                    reset.countDown();
                }),
                settings -> dialling(settings, () -> new SlowChannel(reset)));
    }

    private static EngineSettings dialling(EngineSettings settings, ChannelFactory<SocketChannel> streams) {
        Transport nio = Transport.nio();
        return new EngineSettings(
                new Transport(nio.name(), nio.ioHandlers(), streams, nio.datagrams(), nio.listeners()),
                settings.tlsEngine(),
                settings.eventLoops(),
                settings.userAgent(),
                settings.nameServers(),
                settings.hostsFile(),
                settings.proxyEnvironment(),
                settings.ticker(),
                settings.clock());
    }

    private static void await(CountDownLatch reset) {
        try {
            if (!reset.await(5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the server has not reset the connection");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static final class SlowChannel extends NioSocketChannel {
        private final CountDownLatch reset;

        SlowChannel(CountDownLatch reset) {
            this.reset = reset;
        }

        @Override
        protected boolean doConnect(SocketAddress remote, SocketAddress local) throws Exception {
            boolean connected = super.doConnect(remote, local);
            await(reset);
            return connected;
        }
    }

    private static GridRow row(String name, Reason reason, GridRow.Scene scene) {
        return GridRow.of(name, CONNECT, reason, scene);
    }
}
