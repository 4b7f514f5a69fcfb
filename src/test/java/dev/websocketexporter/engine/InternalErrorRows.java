package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Reason;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.testkit.Peer;
import dev.websocketexporter.testkit.Script;
import dev.websocketexporter.testkit.ScriptedServer;
import java.io.IOException;
import java.util.List;

/** A bug in each phase. There is none that is known, so the clock breaks when the phase looks at it. */
final class InternalErrorRows {
    private InternalErrorRows() {}

    static List<GridRow> all() {
        return List.of(
                brokenIn(Phase.RESOLVE, ResolvePhase.class),
                brokenIn(Phase.CONNECT, ConnectPhase.class),
                broken(Phase.PROXY, ProxyPhase.class, InternalErrorRows::throughProxy),
                brokenIn(Phase.TLS, TlsPhase.class),
                broken(Phase.AUTH, TokenErrand.class, InternalErrorRows::withToken),
                brokenIn(Phase.UPGRADE, UpgradePhase.class),
                brokenIn(Phase.CLOSE, ClosePhase.class));
    }

    private static GridRow brokenIn(Phase phase, Class<?> step) {
        return broken(phase, step, stage -> stage.secure(stage.world().goodTls(), Peer::upgrade));
    }

    private static ProbeRequest throughProxy(Stage stage) throws IOException {
        ScriptedServer proxy = stage.server(ScriptedServer.plain(Script.SILENCE));
        return stage.through("http://127.0.0.1:" + proxy.port()).plain(Peer::upgrade);
    }

    private static ProbeRequest withToken(Stage stage) throws IOException {
        return AuthRows.fetching(Script.SILENCE).set(stage);
    }

    private static GridRow broken(Phase phase, Class<?> step, GridRow.Scene scene) {
        return new GridRow(
                "the clock breaks",
                phase,
                Reason.INTERNAL_ERROR,
                scene,
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
