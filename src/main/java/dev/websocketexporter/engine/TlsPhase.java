package dev.websocketexporter.engine;

import dev.websocketexporter.probe.CertificateFacts;
import dev.websocketexporter.probe.ChainReport;
import dev.websocketexporter.probe.Failure;
import dev.websocketexporter.probe.TlsReport;
import io.netty.channel.Channel;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslHandler;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Negotiates TLS and judges the peer's certificate (RFC 8446, RFC 5280, RFC 9525). The judgement begins off the loop as
 * soon as the chain is presented, and is pronounced when the handshake is complete and before a byte of ours follows it.
 */
final class TlsPhase {
    private static final String TLS = "tls";
    private static final String HELD_BACK = "held-back";

    private final TlsContext context;
    private final Verification verification;

    TlsPhase(TlsContext context, Verification verification) {
        this.context = context;
        this.verification = verification;
    }

    CompletableFuture<@Nullable Void> handshake(ProbeRun run) {
        Channel channel = run.channel().get();
        ServerName name = ServerName.of(run.request());
        run.findings().tls = new TlsReport(null, null, null);
        run.log().debug("starting the TLS handshake " + announced(name));
        // From here on nothing may fail until the handler has the engine: native memory, which the handler releases.
        SSLEngine engine = context.newEngine(channel.alloc(), name.sni());
        HandshakeFacts facts = context.recorder().watch(engine);
        channel.closeFuture().addListener(closed -> context.recorder().forget(engine));
        run.findings().handshake = facts;

        CompletableFuture<ChainReport> judgement = judgement(run, facts, name);
        CompletableFuture<Optional<Throwable>> handshaken = new CompletableFuture<>();
        SslHandler handler = handler(engine);
        Callbacks.on(handler.handshakeFuture(), handshaken, done -> {
            // What the server sends early is kept for the phase that waits for it.
            channel.config().setAutoRead(false);
            if (done.isSuccess()) {
                noteSession(run, engine.getSession());
            }
            handshaken.complete(Optional.ofNullable(done.cause()));
        });
        channel.pipeline().addAfter(WireClock.NAME, HELD_BACK, new FlowControlHandler());
        channel.pipeline().addAfter(WireClock.NAME, TLS, handler);
        return handshaken.thenCompose(broken -> facts.chain().isDone() || broken.isEmpty()
                ? judgement.thenCompose(report -> pronounce(run, facts, broken, report))
                : failed(run, facts, broken.get()));
    }

    static String announced(ServerName name) {
        return name.sni() == null
                ? "without a server name, since " + name.verified() + " is an address"
                : "with the server name " + name.sni();
    }

    private static SslHandler handler(SSLEngine engine) {
        SslHandler handler = new SslHandler(engine);
        // One deadline rules the probe; Netty's own would be a second.
        handler.setHandshakeTimeoutMillis(0);
        handler.setCloseNotifyFlushTimeoutMillis(OwnedChannel.FAREWELL_MILLIS);
        return handler;
    }

    private CompletableFuture<ChainReport> judgement(ProbeRun run, HandshakeFacts facts, ServerName name) {
        return facts.chain()
                .thenCompose(chain -> verification.examine(
                        chain, name.verified(), run.request().module().tls()))
                .whenCompleteAsync((report, bug) -> noteChain(run, report), run.loop());
    }

    private static void noteSession(ProbeRun run, SSLSession session) {
        TlsReport soFar = reportOf(run);
        String version = session.getProtocol().replace("TLSv", "TLS ");
        run.findings().tls = new TlsReport(version, session.getCipherSuite(), soFar.chain());
        run.log().info("TLS handshake complete: " + version + ", " + session.getCipherSuite());
    }

    private static void noteChain(ProbeRun run, @Nullable ChainReport report) {
        if (report == null) {
            return;
        }
        TlsReport soFar = reportOf(run);
        run.findings().tls = new TlsReport(soFar.version(), soFar.cipher(), report);
        for (CertificateFacts certificate : report.presented()) {
            run.log()
                    .debug("certificate presented: subject " + certificate.subject() + ", issuer "
                            + certificate.issuer() + ", valid from " + certificate.notBefore() + " until "
                            + certificate.notAfter() + ", sha256 " + certificate.fingerprintSha256());
        }
    }

    private static TlsReport reportOf(ProbeRun run) {
        TlsReport report = run.findings().tls;
        if (report == null) {
            throw new IllegalStateException("no TLS report (expected: since the phase began)");
        }
        return report;
    }

    private static CompletableFuture<@Nullable Void> pronounce(
            ProbeRun run, HandshakeFacts facts, Optional<Throwable> broken, ChainReport report) {
        Failure fault = report.fault();
        if (broken.isPresent()) {
            return failed(run, facts, broken.get());
        }
        if (fault == null) {
            run.log().info("certificate verified");
            return CompletableFuture.completedFuture(null);
        }
        if (run.request().module().tls().insecureSkipVerify()) {
            run.log().warn("certificate not verified, which insecure_skip_verify allows: " + fault);
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.failedFuture(new ProbeFailure(fault));
    }

    private static CompletableFuture<@Nullable Void> failed(ProbeRun run, HandshakeFacts facts, Throwable broken) {
        return CompletableFuture.failedFuture(
                TlsFailures.of(broken, run.channel().wire().fault(), facts));
    }
}
