package dev.websocketexporter.engine.tls;

import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.ProbeLog;
import dev.websocketexporter.probe.module.HttpVersion;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.module.SuccessCriteria;
import dev.websocketexporter.probe.module.SuccessCriteria.TlsDemand;
import dev.websocketexporter.probe.module.TlsSettings;
import dev.websocketexporter.probe.report.ChainReport.CertificateFacts;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.TlsReport;
import dev.websocketexporter.probe.report.TlsReport.CrlReport;
import dev.websocketexporter.probe.report.TlsReport.StapleReport;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.tls.CrlSource;
import dev.websocketexporter.tls.PeerVerification;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Negotiates TLS and judges the peer's certificate (RFC 8446, RFC 5280, RFC 9525). The verification begins off the loop
 * as soon as the chain is presented. It decides when the handshake is complete, before the probe sends a byte of HTTP.
 */
public final class TlsPhase {
    /** A length of one byte bounds it on the wire (RFC 7301 §3.1). */
    private static final int MAX_PROTOCOL_CHARACTERS = 255;

    private final TlsContexts contexts;
    private final Verification verification;

    public TlsPhase(TlsContexts contexts, Verification verification) {
        this.contexts = contexts;
        this.verification = verification;
    }

    /**
     * With the target: everything that is learnt is reported, whatever the outcome. Completes with where the certificate is
     * still to be looked up, if the module wants that; null: nowhere.
     *
     * @param redial opens another connection by the same route, for the handshake of another engine
     */
    public CompletableFuture<@Nullable CrlSource> handshake(
            PhaseContext context, Supplier<CompletableFuture<@Nullable Void>> redial) {
        TlsSettings settings = context.request().module().tls();
        ServerName name = ServerName.of(context.hop(), settings);
        return attempt(context, settings, name, new Attempt(contexts.preferred(), null), redial);
    }

    private CompletableFuture<@Nullable CrlSource> attempt(
            PhaseContext context,
            TlsSettings settings,
            ServerName name,
            Attempt attempt,
            Supplier<CompletableFuture<@Nullable Void>> redial) {
        TlsEngine engine = attempt.engine();
        context.waitFor(() -> "the TLS handshake to complete");
        context.log().debug("starting the TLS handshake " + announced(name));
        context.state().tlsBegins();
        TrustLookup trust = TrustLookup.begin(
                context,
                verification,
                settings.ca(),
                peer -> context.state().tls(soFar -> soFar.examined(peer.chain(), peer.staple())));
        HttpVersion wanted = context.request().module().upgrade().httpVersion();
        return contexts.of(context, settings, wanted, engine).thenCompose(tlsContext -> {
            context.waitFor(() -> "the TLS handshake to complete");
            TlsNegotiation negotiation = TlsNegotiation.start(context.channel(), tlsContext, name);
            context.clock().startAt(context.channel().wire().sentAt());
            context.channel().explainLater(cause -> TlsFailures.ofLateAlert(cause, negotiation.facts()));
            CompletableFuture<PeerVerification> judgement = negotiation
                    .facts()
                    .greeting()
                    .thenCompose(greeting -> {
                        noteSession(context, greeting.session());
                        return trust.examine(greeting, name);
                    })
                    .thenApply(peer -> attempt.refusal() == null ? peer : peer.withMalformedLeaf(attempt.refusal()))
                    .whenComplete((peer, bug) -> noteVerification(context, peer));
            return negotiation.completed().thenCompose(completed -> {
                noteCompletion(context, completed, wanted);
                noteWithheld(context.log(), negotiation.facts());
                trust.await(completed);
                Throwable broken = completed.broken();
                ProbeFailedException refused =
                        broken == null || wanted == HttpVersion.HTTP_1_1 ? null : TlsFailures.ofRefusedProtocol(broken);
                if (refused != null) {
                    return CompletableFuture.failedFuture(refused);
                }
                CompletableFuture<@Nullable CrlSource> verdict = verdict(
                                context, settings, negotiation, completed, judgement)
                        .thenCompose(peer -> speaks(wanted, completed.session())
                                .thenApply(nothing -> settings.crlCheck() ? crls(context, peer) : null));
                boolean mayBeTheEngines = engine != TlsEngine.JDK
                        && broken != null
                        && context.channel().wire().fault() == null
                        && TlsFailures.mayBeTheEngines(broken, negotiation.facts());
                return mayBeTheEngines
                        ? verdict.exceptionallyCompose(failure ->
                                withTheJdks(context, settings, name, redial, ProbeFailedException.unwrapped(failure)))
                        : verdict;
            });
        });
    }

    /**
     * Another handshake on another connection: the engine of the Java runtime knows keys that BoringSSL does not, such as
     * Ed25519, and is less strict about key usages. Unless it sees the certificates, the first failure stands.
     */
    private CompletableFuture<@Nullable CrlSource> withTheJdks(
            PhaseContext context,
            TlsSettings settings,
            ServerName name,
            Supplier<CompletableFuture<@Nullable Void>> redial,
            Throwable first) {
        TlsSettings narrowed = TlsContexts.within(settings, TlsEngine.JDK.versions());
        TlsReport seen = context.state().tls();
        InetSocketAddress dialled = context.state().dialled();
        if (narrowed == null || seen == null || dialled == null || context.isOver()) {
            return CompletableFuture.failedFuture(first);
        }
        // What no client but the JDK's can take apart is malformed, and seen only by the JDK's lenience.
        String refusal = TlsFailures.isUnreadableLeaf(first) ? "it is not in DER" : null;
        context.log()
                .info(contexts.preferred() + " did not complete the TLS handshake (" + first.getMessage()
                        + "); dialling again for one with the engine of the JDK");
        return redial.get()
                .thenCompose(nothing -> attempt(context, narrowed, name, new Attempt(TlsEngine.JDK, refusal), redial))
                .exceptionallyCompose(second -> {
                    TlsReport report = context.state().tls();
                    if (report != null && report.version() != null) {
                        return CompletableFuture.failedFuture(second);
                    }
                    context.log()
                            .info("with the engine of the JDK: "
                                    + ProbeFailedException.unwrapped(second).getMessage());
                    context.state().restoreConnection(dialled, seen);
                    // The phase was over when the first handshake was; the second connection is no part of it.
                    context.clock().startAt(0);
                    return CompletableFuture.failedFuture(TlsFailures.isAboutTheKey(second) ? second : first);
                });
    }

    /** @param refusal why the leaf is malformed, as another engine found; absent: none did */
    private record Attempt(TlsEngine engine, @Nullable String refusal) {}

    /** With an https proxy: the same rules under its own name, and nothing of it is reported. */
    public CompletableFuture<@Nullable Void> handshakeWithProxy(PhaseContext context, Proxy proxy) {
        TlsSettings module = context.request().module().tls();
        TlsSettings settings = new TlsSettings(
                module.ca(),
                null,
                null,
                null,
                module.insecureSkipVerify(),
                module.minVersion(),
                module.maxVersion(),
                false);
        ServerName name = ServerName.of(proxy.address().host());
        TrustLookup trust = TrustLookup.begin(context, verification, settings.ca(), peer -> {});
        return contexts.of(context, settings, HttpVersion.HTTP_1_1, contexts.preferred())
                .thenCompose(tlsContext -> {
                    TlsNegotiation negotiation = TlsNegotiation.start(context.channel(), tlsContext, name);
                    CompletableFuture<PeerVerification> judgement =
                            negotiation.facts().greeting().thenCompose(greeting -> trust.examine(greeting, name));
                    return negotiation.completed().thenCompose(completed -> {
                        trust.await(completed);
                        return verdict(context, settings, negotiation, completed, judgement)
                                .thenApply(peer -> null);
                    });
                });
    }

    static String announced(ServerName name) {
        return name.sni() == null
                ? "without a server name, since " + name.verified() + " is an address"
                : "with the server name " + name.sni();
    }

    private static CompletableFuture<PeerVerification> verdict(
            PhaseContext context,
            TlsSettings settings,
            TlsNegotiation negotiation,
            TlsNegotiation.Completed completed,
            CompletableFuture<PeerVerification> judgement) {
        Throwable broken = completed.broken();
        if (broken != null && !negotiation.facts().greeting().isDone()) {
            return CompletableFuture.failedFuture(failure(context, settings, negotiation, broken));
        }
        return judgement.thenCompose(peer -> broken == null
                ? pronounce(context, settings, peer)
                : CompletableFuture.failedFuture(failure(context, settings, negotiation, broken)));
    }

    /** The certificate is right; without the application protocol that was offered, HTTP/2 cannot be spoken. */
    private static CompletableFuture<@Nullable Void> speaks(HttpVersion wanted, @Nullable NegotiatedSession session) {
        String selected = session == null ? null : session.applicationProtocol();
        return wanted == HttpVersion.HTTP_1_1 || wanted.alpn().equals(selected)
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(TlsFailures.ofProtocol(shown(selected)));
    }

    private static ProbeFailedException failure(
            PhaseContext context, TlsSettings settings, TlsNegotiation negotiation, Throwable broken) {
        ProbeFailedException failure =
                TlsFailures.of(broken, context.channel().wire().fault(), negotiation.facts(), settings);
        return negotiation.isUnanswered(context.channel()) ? TlsFailures.ofNoAnswer(failure) : failure;
    }

    private static CompletableFuture<PeerVerification> pronounce(
            PhaseContext context, TlsSettings settings, PeerVerification peer) {
        Failure fault = peer.fault();
        if (fault == null) {
            context.log().info("certificate verified");
            return CompletableFuture.completedFuture(peer);
        }
        if (settings.insecureSkipVerify()) {
            context.log().warn("certificate not verified, which insecure_skip_verify allows: " + fault);
            return CompletableFuture.completedFuture(peer);
        }
        return CompletableFuture.failedFuture(new ProbeFailedException(fault));
    }

    /** Only an issuer that is trusted is asked about its certificates; a list that a stranger names is not fetched. */
    private static @Nullable CrlSource crls(PhaseContext context, PeerVerification peer) {
        CrlSource crls = peer.crls();
        if (crls == null) {
            CrlReport nobody = CrlReport.unknown(
                    peer.chain().verified()
                            ? "the certificate is trusted by itself, and has no issuer with a revocation list"
                            : "its chain is not verified, so that nobody is known whose revocation list counts");
            context.log().warn("revocation list: " + nobody);
            context.state().tls(soFar -> soFar.lookedUp(nobody));
        }
        return crls;
    }

    private static void noteSession(PhaseContext context, NegotiatedSession session) {
        String protocol = shown(session.applicationProtocol());
        context.state().tls(soFar -> soFar.negotiated(session.version(), session.cipher(), protocol));
    }

    private static void noteCompletion(PhaseContext context, TlsNegotiation.Completed completed, HttpVersion offered) {
        NegotiatedSession session = completed.session();
        if (session == null) {
            return;
        }
        noteSession(context, session);
        String selected = shown(session.applicationProtocol());
        context.log()
                .info("TLS handshake complete: " + session.version().label() + ", " + session.cipher()
                        + ", application protocol "
                        + (selected == null ? "not selected" : selected)
                        + " (offered: " + offered.alpn() + ")");
    }

    private static @Nullable String shown(@Nullable String protocol) {
        return protocol == null ? null : Printable.oneLine(protocol, MAX_PROTOCOL_CHARACTERS);
    }

    private static void noteWithheld(ProbeLog log, HandshakeFacts facts) {
        if (facts.withheld() != null) {
            log.warn("the server asked for a client certificate, but ours was not shown: " + facts.withheld());
        }
    }

    private static void noteVerification(PhaseContext context, @Nullable PeerVerification peer) {
        if (peer == null) {
            return;
        }
        context.state().tls(soFar -> soFar.examined(peer.chain(), peer.staple()));
        if (peer.examinedAt().isBefore(context.startedOn())) {
            context.log().debug("the same was presented and examined before, at " + peer.examinedAt());
        }
        for (CertificateFacts certificate : peer.chain().presented()) {
            context.log()
                    .debug("certificate presented: subject " + certificate.subject() + ", issuer "
                            + certificate.issuer() + ", valid from " + certificate.notBefore() + " until "
                            + certificate.notAfter() + ", sha256 " + certificate.fingerprintSha256());
        }
        StapleReport staple = peer.staple();
        context.log().debug(staple == null ? "no OCSP response was stapled" : "OCSP response stapled: " + staple);
    }

    /** What the module finds wrong with the target's scheme; null: nothing. */
    public static @Nullable ProbeFailedException faultOf(Target target, SuccessCriteria verdict) {
        if (target.secure() && verdict.tls() == TlsDemand.FORBIDDEN) {
            return new ProbeFailedException(
                    Phase.TLS, Reason.SSL_FORBIDDEN, "the target is wss, and fail_if_ssl is on");
        }
        if (!target.secure() && verdict.tls() == TlsDemand.REQUIRED) {
            return new ProbeFailedException(
                    Phase.TLS, Reason.SSL_REQUIRED, "the target is ws, and fail_if_not_ssl is on");
        }
        return null;
    }
}
