package dev.websocketexporter.engine;

import dev.websocketexporter.engine.auth.OAuth2TokenFetcher;
import dev.websocketexporter.engine.connect.ConnectPhase;
import dev.websocketexporter.engine.conversation.ConversationPhase;
import dev.websocketexporter.engine.loop.Transport;
import dev.websocketexporter.engine.proxy.ProxyPhase;
import dev.websocketexporter.engine.resolve.ResolvePhase;
import dev.websocketexporter.engine.session.ClosePhase;
import dev.websocketexporter.engine.tls.TlsPhase;
import dev.websocketexporter.engine.upgrade.UpgradePhase;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.Conversation;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import java.io.IOException;
import java.lang.StackWalker.StackFrame;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** A bug in each phase. There is none that is known, so the clock breaks when the phase looks at it. */
final class InternalErrorRows {
    private static final String CONVERSATION = ConversationPhase.class.getPackageName() + ".";

    private InternalErrorRows() {}

    static List<GridRow> all() {
        return List.of(
                brokenIn(Phase.RESOLVE, ResolvePhase.class.getName()),
                brokenIn(Phase.CONNECT, ConnectPhase.class.getName()),
                broken(Phase.PROXY, ProxyPhase.class.getName(), InternalErrorRows::throughProxy),
                brokenIn(Phase.TLS, TlsPhase.class.getName()),
                broken(Phase.AUTH, OAuth2TokenFetcher.class.getName(), InternalErrorRows::withToken),
                brokenIn(Phase.UPGRADE, UpgradePhase.class.getName()),
                broken(Phase.CONVERSATION, CONVERSATION + "StepRunner", InternalErrorRows::conversing),
                row(
                        "the clock breaks in the hold",
                        Phase.CONVERSATION,
                        Transport.preferred(),
                        InternalErrorRows::conversing,
                        frame -> frame.getClassName().equals(CONVERSATION + "HoldRunner")),
                brokenIn(Phase.CLOSE, ClosePhase.class.getName()),
                brokenWhenCalledBack(Phase.CONNECT, ConnectPhase.class.getName(), "measure"),
                brokenWhenCalledBack(Phase.TLS, TlsPhase.class.getName(), "noteCompletion"),
                brokenWhenCalledBack(Phase.UPGRADE, UpgradePhase.class.getPackageName() + ".UpgradeHandler", "judge"),
                row(
                        "the clock breaks in answered",
                        Phase.CONVERSATION,
                        Transport.preferred(),
                        InternalErrorRows::conversing,
                        frame -> frame.getClassName().equals(CONVERSATION + "HeartbeatRunner")
                                && frame.getMethodName().equals("answered")),
                brokenWhenCalledBack(Phase.CLOSE, ClosePhase.class.getPackageName() + ".FrameDispatcher", "close"));
    }

    /** In a method that Netty calls, where an exception ends up in a log and not in the phase, unless we see to it. */
    private static GridRow brokenWhenCalledBack(Phase phase, String handler, String method) {
        return row(
                "the clock breaks in " + method,
                phase,
                // Only there does the kernel say how long a connect took.
                Transport.epoll(),
                InternalErrorRows::toTheEnd,
                frame -> frame.getClassName().equals(handler)
                        && frame.getMethodName().equals(method));
    }

    private static GridRow brokenIn(Phase phase, String step) {
        return broken(phase, step, InternalErrorRows::toTheEnd);
    }

    private static ProbeRequest toTheEnd(Stage stage) throws IOException {
        return stage.secure(stage.world().goodTls(), peer -> {
            peer.upgrade();
            peer.readFrame();
            peer.sendClose(1000, "");
            peer.fin();
        });
    }

    private static ProbeRequest conversing(Stage stage) throws IOException {
        Heartbeat twice = new Heartbeat(2, Duration.ofMillis(10), Duration.ofSeconds(2), 0);
        return stage.with(stage.module()
                        .with(Conversation.NONE
                                .withSteps(List.of(Said.expect("hi")))
                                .with(twice)
                                .withHold(Duration.ofMillis(10))))
                .plain(peer -> {
                    peer.upgrade();
                    peer.sendFrame(Said.TEXT, Said.utf8("hi"));
                    for (int i = 0; i < 2; i++) {
                        peer.sendFrame(Said.PONG, peer.readFrame().payload());
                    }
                    peer.silence();
                });
    }

    private static ProbeRequest throughProxy(Stage stage) throws IOException {
        ScriptedServer proxy = stage.server(ScriptedServer.plain(Script.SILENCE));
        return stage.through("http://127.0.0.1:" + proxy.port()).plain(Peer::upgrade);
    }

    private static ProbeRequest withToken(Stage stage) throws IOException {
        return AuthRows.fetching(Script.SILENCE).set(stage);
    }

    private static GridRow broken(Phase phase, String step, GridRow.Scene scene) {
        return row(
                "the clock breaks",
                phase,
                Transport.preferred(),
                scene,
                frame -> frame.getClassName().equals(step));
    }

    private static GridRow row(
            String name, Phase phase, Transport transport, GridRow.Scene scene, Predicate<StackFrame> broken) {
        return new GridRow(
                name,
                phase,
                Reason.INTERNAL_ERROR,
                scene,
                settings -> new EngineSettings(
                        transport,
                        settings.tlsEngine(),
                        settings.eventLoops(),
                        settings.userAgent(),
                        settings.nameServers(),
                        settings.hostsFile(),
                        settings.proxyEnvironment(),
                        brokenAt(broken),
                        settings.clock()));
    }

    private static Ticker brokenAt(Predicate<StackFrame> broken) {
        return () -> {
            if (StackWalker.getInstance().walk(frames -> frames.anyMatch(broken))) {
                throw new IllegalStateException("the clock is broken, on purpose");
            }
            return System.nanoTime();
        };
    }
}
