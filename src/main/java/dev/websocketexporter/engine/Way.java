package dev.websocketexporter.engine;

import static dev.websocketexporter.probe.Phase.CONNECT;
import static dev.websocketexporter.probe.Phase.PROXY;
import static dev.websocketexporter.probe.Phase.RESOLVE;
import static dev.websocketexporter.probe.Phase.TLS;

import dev.websocketexporter.probe.Proxy;
import io.netty.util.concurrent.EventExecutor;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way to a server, until it can be spoken to.
 *
 * @param resolve one for each event loop
 */
record Way(Map<EventExecutor, ResolvePhase> resolve, ConnectPhase connect, ProxyPhase proxy, TlsPhase tls) {
    /** The phases up to the first byte of HTTP. To be called on the run's loop. */
    PhaseChain<@Nullable Void> open(ProbeRun run) {
        Proxy way = run.hop().proxy();
        boolean secure = run.hop().target().secure();
        return PhaseChain.of(run)
                .then(RESOLVE, none -> resolvePhase(run).resolve(run))
                .then(CONNECT, addresses -> connect.connect(run, addresses))
                .thenIf(nothing -> way != null, PROXY, nothing -> proxy.open(run))
                .thenIf(nothing -> secure, TLS, nothing -> tls.handshake(run));
    }

    private ResolvePhase resolvePhase(ProbeRun run) {
        return Objects.requireNonNull(resolve.get(run.loop()));
    }
}
