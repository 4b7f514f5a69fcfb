package dev.websocketexporter.engine;

import dev.websocketexporter.probe.CertificateFacts;
import dev.websocketexporter.probe.ChainReport;
import dev.websocketexporter.probe.Failure;
import dev.websocketexporter.probe.Proxy;
import dev.websocketexporter.probe.TlsReport;
import dev.websocketexporter.probe.TlsSettings;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Negotiates TLS and judges the peer's certificate (RFC 8446, RFC 5280, RFC 9525). The judgement begins off the loop as
 * soon as the chain is presented, and is pronounced when the handshake is complete and before a byte of ours follows it.
 */
final class TlsPhase {
    private final TlsContexts contexts;
    private final Verification verification;

    TlsPhase(TlsContexts contexts, Verification verification) {
        this.contexts = contexts;
        this.verification = verification;
    }

    /** With the target: everything that is learnt is kept, whatever comes of it. */
    CompletableFuture<@Nullable Void> handshake(ProbeRun run) {
        TlsSettings settings = run.request().module().tls();
        ServerName name = ServerName.of(run.hop(), settings);
        run.log().debug("starting the TLS handshake " + announced(name));
        run.findings().tls = new TlsReport(null, null, null);
        return contexts.of(run, settings).thenCompose(context -> {
            TlsNegotiation negotiation = TlsNegotiation.start(run, context, name);
            run.findings().handshake = negotiation.facts();
            CompletableFuture<ChainReport> judgement = negotiation
                    .facts()
                    .chain()
                    .thenCompose(chain -> verification.examine(run, chain, name.verified(), settings))
                    .whenComplete((report, bug) -> noteChain(run, report));
            return negotiation.completed().thenCompose(completed -> {
                noteSession(run, completed);
                return verdict(run, settings, negotiation, completed, judgement);
            });
        });
    }

    /** With an https proxy: the same rules under its own name, and nothing kept. */
    CompletableFuture<@Nullable Void> handshakeWithProxy(ProbeRun run, Proxy proxy) {
        TlsSettings module = run.request().module().tls();
        TlsSettings settings = new TlsSettings(
                module.ca(), null, null, null, module.insecureSkipVerify(), module.minVersion(), module.maxVersion());
        ServerName name = ServerName.of(proxy.address().host());
        return contexts.of(run, settings).thenCompose(context -> {
            TlsNegotiation negotiation = TlsNegotiation.start(run, context, name);
            CompletableFuture<ChainReport> judgement = negotiation
                    .facts()
                    .chain()
                    .thenCompose(chain -> verification.examine(run, chain, name.verified(), settings));
            return negotiation
                    .completed()
                    .thenCompose(completed -> verdict(run, settings, negotiation, completed, judgement));
        });
    }

    static String announced(ServerName name) {
        return name.sni() == null
                ? "without a server name, since " + name.verified() + " is an address"
                : "with the server name " + name.sni();
    }

    private static CompletableFuture<@Nullable Void> verdict(
            ProbeRun run,
            TlsSettings settings,
            TlsNegotiation negotiation,
            TlsNegotiation.Completed completed,
            CompletableFuture<ChainReport> judgement) {
        HandshakeFacts facts = negotiation.facts();
        Throwable broken = completed.broken();
        if (broken != null && !facts.chain().isDone()) {
            return CompletableFuture.failedFuture(
                    TlsFailures.of(broken, run.channel().wire().fault(), facts, settings));
        }
        return judgement.thenCompose(report -> broken == null
                ? pronounce(run, settings, report)
                : CompletableFuture.failedFuture(
                        TlsFailures.of(broken, run.channel().wire().fault(), facts, settings)));
    }

    private static CompletableFuture<@Nullable Void> pronounce(ProbeRun run, TlsSettings settings, ChainReport report) {
        Failure fault = report.fault();
        if (fault == null) {
            run.log().info("certificate verified");
            return CompletableFuture.completedFuture(null);
        }
        if (settings.insecureSkipVerify()) {
            run.log().warn("certificate not verified, which insecure_skip_verify allows: " + fault);
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.failedFuture(new ProbeFailure(fault));
    }

    private static void noteSession(ProbeRun run, TlsNegotiation.Completed completed) {
        TlsReport soFar = run.findings().tls;
        if (completed.broken() == null && soFar != null) {
            run.findings().tls = new TlsReport(completed.version(), completed.cipher(), soFar.chain());
            run.log().info("TLS handshake complete: " + completed.version() + ", " + completed.cipher());
        }
    }

    private static void noteChain(ProbeRun run, @Nullable ChainReport report) {
        TlsReport soFar = run.findings().tls;
        if (report == null || soFar == null) {
            return;
        }
        run.findings().tls = new TlsReport(soFar.version(), soFar.cipher(), report);
        for (CertificateFacts certificate : report.presented()) {
            run.log()
                    .debug("certificate presented: subject " + certificate.subject() + ", issuer "
                            + certificate.issuer() + ", valid from " + certificate.notBefore() + " until "
                            + certificate.notAfter() + ", sha256 " + certificate.fingerprintSha256());
        }
    }
}
