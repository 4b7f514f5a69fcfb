package dev.websocketexporter.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** A limit of the exporter's own machine in each phase: never the target's fault. */
final class ExporterLimitRows {
    private ExporterLimitRows() {}

    static List<GridRow> all() {
        return List.of(
                row("no socket can be had", Phase.CONNECT, stage -> stage.plain(Peer::upgrade))
                        .by(settings -> withSockets(settings, settings.transport(), 0))
                        .where(limit(ExporterLimit.DESCRIPTORS)),
                row("no socket can be had for a proxy", Phase.CONNECT, ExporterLimitRows::throughProxy)
                        .by(settings -> withSockets(settings, settings.transport(), 0))
                        .where(limit(ExporterLimit.DESCRIPTORS)),
                row(
                                "no socket can be had for a token",
                                Phase.AUTH,
                                stage -> AuthRows.fetching(Script.SILENCE).set(stage))
                        .by(settings -> withSockets(settings, settings.transport(), 1))
                        .where(limit(ExporterLimit.DESCRIPTORS)),
                withoutMemory(Phase.PROXY, 0, ExporterLimitRows::throughProxy),
                withoutMemory(Phase.TLS, 0, stage -> stage.secure(stage.world().goodTls(), Peer::upgrade)),
                withoutMemory(Phase.UPGRADE, 0, stage -> stage.plain(Peer::upgrade)),
                withoutMemory(
                        Phase.CONVERSATION,
                        1,
                        stage -> stage.with(stage.module()
                                        .with(Conversation.NONE.withSteps(List.of(Said.expect("hi"), Said.send("ho")))))
                                .plain(peer -> {
                                    peer.upgrade();
                                    peer.sendFrame(Said.TEXT, Said.utf8("hi"));
                                    peer.silence();
                                })));
    }

    private static GridRow row(String name, Phase phase, GridRow.Scene scene) {
        return GridRow.of(name, phase, Reason.EXPORTER_LIMIT, scene);
    }

    /** After that many writes the kernel has no memory for one; with NIO, since epoll's channel is final. */
    private static GridRow withoutMemory(Phase phase, int writes, GridRow.Scene scene) {
        return row("no memory for a write", phase, scene)
                .by(settings -> dialling(settings, Transport.nio(), () -> new PoorChannel(writes)))
                .where(limit(ExporterLimit.MEMORY));
    }

    private static GridRow.Facts limit(ExporterLimit limit) {
        return seen -> {
            assertThat(Objects.requireNonNull(seen.result().failure()).limit()).isEqualTo(limit);
            assertThat(seen.result().failure().detail()).contains("(expected: ").doesNotContain("on purpose");
        };
    }

    private static ProbeRequest throughProxy(Stage stage) throws IOException {
        ScriptedServer proxy = stage.server(ScriptedServer.plain(Script.SILENCE));
        return stage.through("http://127.0.0.1:" + proxy.port()).plain(Peer::upgrade);
    }

    /** So many sockets can be had. */
    private static EngineSettings withSockets(EngineSettings settings, Transport transport, int most) {
        AtomicInteger made = new AtomicInteger();
        return dialling(settings, transport, () -> {
            if (made.incrementAndGet() > most) {
                throw new ChannelException("Too many open files, on purpose");
            }
            return transport.streams().newChannel();
        });
    }

    private static EngineSettings dialling(
            EngineSettings settings, Transport transport, ChannelFactory<SocketChannel> streams) {
        return new EngineSettings(
                new Transport(
                        transport.name(),
                        transport.ioHandlers(),
                        streams,
                        transport.datagrams(),
                        transport.listeners()),
                settings.tlsEngine(),
                settings.eventLoops(),
                settings.userAgent(),
                settings.nameServers(),
                settings.hostsFile(),
                settings.proxyEnvironment(),
                settings.ticker(),
                settings.clock());
    }

    private static final class PoorChannel extends NioSocketChannel {
        private final int most;
        private int writes;

        PoorChannel(int most) {
            this.most = most;
        }

        @Override
        protected void doWrite(ChannelOutboundBuffer in) throws Exception {
            if (!in.isEmpty() && ++writes > most) {
                throw new IOException("No buffer space available, on purpose");
            }
            super.doWrite(in);
        }
    }
}
