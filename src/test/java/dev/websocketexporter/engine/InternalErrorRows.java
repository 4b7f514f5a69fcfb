package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.Reason;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.testkit.Peer;
import io.netty.channel.ChannelException;
import java.util.List;

/** A bug in each phase. There is none that is known, so the clock breaks when the phase looks at it. */
final class InternalErrorRows {
    private InternalErrorRows() {}

    static List<GridRow> all() {
        return List.of(
                brokenIn(Phase.RESOLVE, ResolvePhase.class),
                brokenIn(Phase.CONNECT, ConnectPhase.class),
                withoutFileDescriptors(),
                brokenIn(Phase.TLS, TlsPhase.class),
                brokenIn(Phase.UPGRADE, UpgradePhase.class),
                brokenIn(Phase.CLOSE, ClosePhase.class));
    }

    private static GridRow brokenIn(Phase phase, Class<?> step) {
        return new GridRow(
                "the clock breaks",
                phase,
                Reason.INTERNAL_ERROR,
                stage -> stage.secure(stage.world().goodTls(), Peer::upgrade),
                settings -> new EngineSettings(
                        settings.transport(),
                        settings.tlsEngine(),
                        settings.eventLoops(),
                        settings.userAgent(),
                        settings.nameServers(),
                        settings.hostsFile(),
                        settings.proxyEnvironment(),
                        brokenFor(step),
                        settings.clock()));
    }

    /** Not the target's fault, whatever the reason of the exception is. */
    private static GridRow withoutFileDescriptors() {
        return new GridRow(
                "no socket can be had",
                Phase.CONNECT,
                Reason.INTERNAL_ERROR,
                stage -> stage.plain(Peer::upgrade),
                settings -> new EngineSettings(
                        withoutSockets(settings.transport()),
                        settings.tlsEngine(),
                        settings.eventLoops(),
                        settings.userAgent(),
                        settings.nameServers(),
                        settings.hostsFile(),
                        settings.proxyEnvironment(),
                        settings.ticker(),
                        settings.clock()));
    }

    private static Transport withoutSockets(Transport transport) {
        return new Transport(
                transport.name(),
                transport.ioHandlers(),
                () -> {
                    throw new ChannelException("Too many open files, on purpose");
                },
                transport.datagrams(),
                transport.listeners());
    }

    private static Ticker brokenFor(Class<?> step) {
        return () -> {
            boolean asked = StackWalker.getInstance()
                    .walk(frames ->
                            frames.anyMatch(frame -> frame.getClassName().equals(step.getName())));
            if (asked) {
                throw new IllegalStateException("the clock is broken, on purpose");
            }
            return System.nanoTime();
        };
    }
}
