package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.Proxy;
import dev.websocketexporter.probe.Reason;
import dev.websocketexporter.probe.RequestHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Asks the proxy for a connection to the target: by HTTP CONNECT, inside TLS for https, or by SOCKS5. */
final class ProxyPhase {
    private final TlsPhase tls;
    private final String userAgent;

    ProxyPhase(TlsPhase tls, String userAgent) {
        this.tls = tls;
        this.userAgent = userAgent;
    }

    CompletableFuture<@Nullable Void> open(ProbeRun run) {
        Proxy proxy = Objects.requireNonNull(run.hop().proxy());
        run.log()
                .debug("asking the proxy " + proxy + " for "
                        + run.hop().target().host());
        Proxy.Login login = proxy.login();
        if (login != null) {
            run.log().hide(login.username().reveal());
            run.log().hide(login.password().reveal());
        }
        return switch (proxy.kind()) {
            case HTTP -> connect(run, proxy);
            case HTTPS ->
                tls.handshakeWithProxy(run, proxy)
                        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(ofTls(failure)))
                        .thenCompose(nothing -> connect(run, proxy));
            case SOCKS5 -> SocksTunnel.open(run, proxy);
        };
    }

    private CompletableFuture<@Nullable Void> connect(ProbeRun run, Proxy proxy) {
        List<SentField> fields = new ArrayList<>();
        try {
            for (RequestHeader header : run.request().module().proxy().connectHeaders()) {
                fields.addAll(ValueReader.fields(header));
            }
        } catch (ProbeFailure e) {
            return CompletableFuture.failedFuture(e);
        }
        return ConnectTunnel.open(run, proxy, fields, userAgent);
    }

    /** TLS trouble with the proxy says nothing of the target's TLS. */
    private static Throwable ofTls(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof ProbeFailure finding && finding.failure().phase() == Phase.TLS
                ? protocolError(
                        "TLS with the proxy: " + finding.failure().reason().label() + ": "
                                + finding.failure().detail())
                : cause;
    }

    static ProbeFailure protocolError(String detail) {
        return new ProbeFailure(Phase.PROXY, Reason.PROXY_PROTOCOL_ERROR, detail);
    }

    /** The finding for a proxy that ends the connection instead of answering. */
    static ProbeFailure brokenOff(ProbeRun run, @Nullable Throwable cause) {
        Throwable wireFault = run.channel().wire().fault();
        boolean reset = (cause != null && ConnectionEnd.isReset(cause))
                || (wireFault != null && ConnectionEnd.isReset(wireFault));
        return protocolError("the proxy " + (reset ? "reset" : "closed") + " the connection before it answered");
    }
}
