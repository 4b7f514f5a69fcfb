package dev.websocketexporter.engine.proxy;

import dev.websocketexporter.engine.run.Causes;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.tls.TlsPhase;
import dev.websocketexporter.engine.values.SentField;
import dev.websocketexporter.engine.values.ValueReader;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.module.RequestHeader;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks the proxy for a connection to the target: by HTTP CONNECT, inside TLS for https, or by SOCKS5. */
public final class ProxyPhase {
    private final TlsPhase tls;
    private final String userAgent;

    public ProxyPhase(TlsPhase tls, String userAgent) {
        this.tls = tls;
        this.userAgent = userAgent;
    }

    public CompletableFuture<@Nullable Void> open(PhaseContext context) {
        Proxy proxy = Objects.requireNonNull(context.hop().proxy());
        context.waitFor(() -> "the proxy " + proxy + " to connect to the target");
        context.log()
                .debug("asking the proxy " + proxy + " for "
                        + context.hop().target().host());
        Proxy.Login login = proxy.login();
        if (login != null) {
            context.log().hide(login.username().reveal());
            context.log().hide(login.password().reveal());
        }
        return switch (proxy.kind()) {
            case HTTP -> connect(context, proxy);
            case HTTPS ->
                tls.handshakeWithProxy(context, proxy)
                        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(ofTls(failure)))
                        .thenCompose(nothing -> connect(context, proxy));
            case SOCKS5 -> SocksTunnel.open(context, proxy);
        };
    }

    private CompletableFuture<@Nullable Void> connect(PhaseContext context, Proxy proxy) {
        List<SentField> fields = new ArrayList<>();
        try {
            for (RequestHeader header : context.request().module().proxy().connectHeaders()) {
                fields.addAll(ValueReader.fields(header, ValueReader.Contents.NONE));
            }
        } catch (ProbeFailedException e) {
            return CompletableFuture.failedFuture(e);
        }
        return ConnectTunnel.open(context, proxy, fields, userAgent);
    }

    /** A failure of TLS with the proxy is not one of the target's TLS. */
    private static Throwable ofTls(Throwable failure) {
        Throwable cause = ProbeFailedException.unwrapped(failure);
        if (!(cause instanceof ProbeFailedException failed) || failed.failure().phase() != Phase.TLS) {
            return cause;
        }
        ExporterLimit limit = failed.failure().limit();
        return limit != null
                ? ProbeFailedException.ofExporter(
                        Phase.PROXY,
                        limit,
                        "TLS with the proxy: " + failed.failure().detail())
                : ProxyFailures.protocolError("TLS with the proxy: "
                        + failed.failure().reason().label() + ": "
                        + Causes.ofServerIn("proxy_url", failed.failure().detail()));
    }
}
