package dev.websocketexporter.engine.route;

import static dev.websocketexporter.probe.report.Phase.CONNECT;
import static dev.websocketexporter.probe.report.Phase.PROXY;
import static dev.websocketexporter.probe.report.Phase.RESOLVE;
import static dev.websocketexporter.probe.report.Phase.TLS;

import dev.websocketexporter.engine.connect.ConnectPhase;
import dev.websocketexporter.engine.proxy.ProxyPhase;
import dev.websocketexporter.engine.resolve.Addresses;
import dev.websocketexporter.engine.resolve.ResolvePhase;
import dev.websocketexporter.engine.run.PhaseChain;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeRun;
import dev.websocketexporter.engine.tls.TlsPhase;
import dev.websocketexporter.probe.module.ProbeModule.DialSettings;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.tls.CrlSource;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The phases that open a connection to a server, up to the first byte of HTTP. */
public record Route(ResolvePhase resolve, ConnectPhase connect, ProxyPhase proxy, TlsPhase tls) {
    /**
     * The phases up to the first byte of HTTP. To be called on the run's loop. Gives where the server's certificate is still to
     * be looked up; null: nowhere.
     */
    public PhaseChain<@Nullable CrlSource> open(ProbeRun run) {
        Proxy via = run.context().hop().proxy();
        boolean secure = run.context().hop().target().secure();
        return PhaseChain.of(run)
                .then(RESOLVE, none -> resolve.resolve(run.context()))
                .then(CONNECT, addresses -> connect.connect(run.context(), addresses))
                .thenIf(nothing -> via != null, PROXY, nothing -> proxy.open(run.context()))
                .thenIf(nothing -> secure, TLS, nothing -> tls.handshake(run.context(), () -> redial(run.context())));
    }

    /** The phase resolve alone, and all addresses that the module wants. To be called on the run's loop. */
    public PhaseChain<List<InetAddress>> lookup(ProbeRun run) {
        DialSettings dialing = run.context().request().module().dialing();
        InetAddress source = dialing.source();
        boolean both = dialing.fallback() && source == null;
        return PhaseChain.of(run)
                .then(RESOLVE, none -> resolve.resolve(run.context()))
                .onward(addresses -> CompletableFuture.completedFuture(addresses.wanted(both)));
    }

    /** Another connection to the same address, by the same route. */
    private CompletableFuture<@Nullable Void> redial(PhaseContext context) {
        InetAddress address = Objects.requireNonNull(context.state().dialled()).getAddress();
        context.follow(context.hop());
        CompletableFuture<@Nullable Void> connected =
                connect.connect(context, new Addresses(List.of(address), address, null));
        return context.hop().proxy() == null ? connected : connected.thenCompose(nothing -> proxy.open(context));
    }
}
