package dev.websocketexporter.engine;

import dev.websocketexporter.probe.CertificateFacts;
import dev.websocketexporter.probe.Failure;
import dev.websocketexporter.probe.Proxy;
import dev.websocketexporter.probe.StapleReport;
import dev.websocketexporter.probe.TlsReport;
import dev.websocketexporter.probe.TlsSettings;
import dev.websocketexporter.tls.Examination;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Negotiates TLS and judges the peer's certificate (RFC 8446, RFC 5280, RFC 9525). The judgement begins off the loop as
 * soon as the chain is presented, and is pronounced when the handshake is complete and before a byte of ours follows it.
 */
final class TlsPhase {
    /** A length of one byte bounds it on the wire (RFC 7301 §3.1). */
    private static final int MAX_PROTOCOL_CHARACTERS = 255;

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
        run.findings().tls = TlsReport.NOTHING;
        return contexts.of(run, settings).thenCompose(context -> {
            TlsNegotiation negotiation = TlsNegotiation.start(run, context, name);
            run.clock().startAt(run.channel().wire().sentAt());
            run.findings().handshake = negotiation.facts();
            CompletableFuture<Examination> judgement = negotiation
                    .facts()
                    .greeting()
                    .thenCompose(greeting -> {
                        noteSession(run, greeting.session());
                        return verification.examine(run, greeting.presented(), name.verified(), settings);
                    })
                    .whenComplete((examination, bug) -> noteExamination(run, examination));
            return negotiation.completed().thenCompose(completed -> {
                noteCompletion(run, completed);
                noteWithheld(run, negotiation.facts());
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
            CompletableFuture<Examination> judgement = negotiation
                    .facts()
                    .greeting()
                    .thenCompose(
                            greeting -> verification.examine(run, greeting.presented(), name.verified(), settings));
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
            CompletableFuture<Examination> judgement) {
        HandshakeFacts facts = negotiation.facts();
        Throwable broken = completed.broken();
        if (broken != null && !facts.greeting().isDone()) {
            return CompletableFuture.failedFuture(
                    TlsFailures.of(broken, run.channel().wire().fault(), facts, settings));
        }
        return judgement.thenCompose(examination -> broken == null
                ? pronounce(run, settings, examination)
                : CompletableFuture.failedFuture(
                        TlsFailures.of(broken, run.channel().wire().fault(), facts, settings)));
    }

    private static CompletableFuture<@Nullable Void> pronounce(
            ProbeRun run, TlsSettings settings, Examination examination) {
        Failure fault = examination.fault();
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

    private static void noteSession(ProbeRun run, NegotiatedSession session) {
        TlsReport soFar = run.findings().tls;
        if (soFar != null) {
            run.findings().tls = soFar.negotiated(session.version(), session.cipher());
        }
    }

    private static void noteCompletion(ProbeRun run, TlsNegotiation.Completed completed) {
        NegotiatedSession session = completed.session();
        if (session == null) {
            return;
        }
        noteSession(run, session);
        String selected = session.applicationProtocol();
        run.log()
                .info("TLS handshake complete: " + session.version().label() + ", " + session.cipher()
                        + ", application protocol "
                        + (selected == null ? "not selected" : Quoting.printable(selected, MAX_PROTOCOL_CHARACTERS))
                        + " (offered: " + TlsContext.HTTP_1_1 + ")");
    }

    private static void noteWithheld(ProbeRun run, HandshakeFacts facts) {
        if (facts.withheld() != null) {
            run.log().warn("the server asked for a client certificate, but ours was not shown: " + facts.withheld());
        }
    }

    private static void noteExamination(ProbeRun run, @Nullable Examination examination) {
        TlsReport soFar = run.findings().tls;
        if (examination == null || soFar == null) {
            return;
        }
        run.findings().tls = soFar.examined(examination.chain(), examination.staple());
        if (examination.examinedAt().isBefore(run.startedOn())) {
            run.log().debug("the same was presented and examined before, at " + examination.examinedAt());
        }
        for (CertificateFacts certificate : examination.chain().presented()) {
            run.log()
                    .debug("certificate presented: subject " + certificate.subject() + ", issuer "
                            + certificate.issuer() + ", valid from " + certificate.notBefore() + " until "
                            + certificate.notAfter() + ", sha256 " + certificate.fingerprintSha256());
        }
        StapleReport staple = examination.staple();
        run.log().debug(staple == null ? "no OCSP response was stapled" : "OCSP response stapled: " + staple);
    }
}
