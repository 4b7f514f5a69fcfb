package dev.websocketexporter.engine;

import static dev.websocketexporter.probe.report.Phase.AUTH;
import static dev.websocketexporter.probe.report.Phase.CLOSE;
import static dev.websocketexporter.probe.report.Phase.CONVERSATION;
import static dev.websocketexporter.probe.report.Phase.TLS;
import static dev.websocketexporter.probe.report.Phase.UPGRADE;

import dev.websocketexporter.engine.AddressFan.Found;
import dev.websocketexporter.engine.auth.AuthPhase;
import dev.websocketexporter.engine.auth.OAuth2TokenCache;
import dev.websocketexporter.engine.conversation.ConversationPhase;
import dev.websocketexporter.engine.crl.CrlCheck;
import dev.websocketexporter.engine.route.Route;
import dev.websocketexporter.engine.run.PhaseChain;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.ProbeRun;
import dev.websocketexporter.engine.session.ClosePhase;
import dev.websocketexporter.engine.session.Session;
import dev.websocketexporter.engine.tls.TlsPhase;
import dev.websocketexporter.engine.upgrade.UpgradeAnswer;
import dev.websocketexporter.engine.upgrade.UpgradePhase;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.module.Credentials;
import dev.websocketexporter.probe.module.ProbeModule.DialSettings.Which;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.target.Target;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The order of the protocol; in brackets what not every probe has:
 *
 * <pre>
 * RESOLVE - CONNECT - [PROXY] - [TLS] - [AUTH] - UPGRADE - [CONVERSATION] - CLOSE
 *    ^                                              |
 *    +---- a redirect, or a token refused ----------+
 * </pre>
 *
 * <p>After TLS the certificate is looked up in its issuer's revocation list, if the module wants that, which is no phase of the
 * target.
 *
 * <p>A connection that is held is opened by the same phases, without CLOSE.
 */
final class ProbePhases {
    /** Whether a refused token may be replaced by another: once a run, or a server could keep it going. */
    private enum Renewal {
        POSSIBLE,
        DONE
    }

    private final Route route;
    private final AuthPhase auth;
    private final OAuth2TokenCache tokens;
    private final CrlCheck crls;
    private final UpgradePhase upgrade;
    private final ConversationPhase conversation;
    private final ClosePhase close = new ClosePhase();
    private final ProxyEnvironment proxyEnvironment;

    ProbePhases(
            Route route,
            AuthPhase auth,
            OAuth2TokenCache tokens,
            CrlCheck crls,
            UpgradePhase upgrade,
            ConversationPhase conversation,
            ProxyEnvironment proxyEnvironment) {
        this.route = route;
        this.auth = auth;
        this.tokens = tokens;
        this.crls = crls;
        this.upgrade = upgrade;
        this.conversation = conversation;
        this.proxyEnvironment = proxyEnvironment;
    }

    /** From the name to the last Close. To be called on the run's loop. */
    void probe(ProbeRun run) {
        run.startDeadline();
        PhaseContext context = run.context();
        PhaseChain.of(run)
                .onward(none -> upgraded(run, Renewal.POSSIBLE))
                .throughIf(
                        session -> session != null && converses(context),
                        CONVERSATION,
                        session -> conversation.converse(context, session))
                .thenIf(Objects::nonNull, CLOSE, session -> close.shake(context, session))
                .whenEnded(run::finish);
    }

    /** Whether each address of the target is probed by itself; if it fails before any packet is sent, there is none. */
    boolean asksForEachAddress(ProbeRequest request) {
        return request.module().dialing().addresses() == Which.ALL
                && proxyFor(request, request.target()) == null
                && TlsPhase.faultOf(request.target(), request.module().verdict()) == null;
    }

    /** The name alone, and its addresses. To be called on the run's loop. */
    void lookup(ProbeRun run, CompletableFuture<Found> found) {
        run.startDeadline();
        route.lookup(run)
                .onward(addresses -> {
                    found.complete(new Found(addresses, run.context().log().lines()));
                    return CompletableFuture.completedFuture((@Nullable Void) null);
                })
                .whenEnded(run::finish);
    }

    /**
     * From the name to an upgraded connection with its subscription; null if the module counts a refusal as the success. To
     * be called on the run's loop.
     */
    PhaseChain<@Nullable Session> subscribe(ProbeRun run) {
        run.startDeadline();
        PhaseContext context = run.context();
        return PhaseChain.of(run)
                .onward(none -> upgraded(run, Renewal.POSSIBLE))
                .throughIf(
                        session -> session != null && ConversationPhase.subscribes(context),
                        CONVERSATION,
                        session -> conversation.subscribe(context, session));
    }

    /**
     * From nothing to an upgraded connection, over as many hops as redirects make; null if the module counts a refusal
     * as the success.
     */
    private CompletableFuture<@Nullable Session> upgraded(ProbeRun run, Renewal renewal) {
        PhaseContext context = run.context();
        ProbeFailedException refused = TlsPhase.faultOf(
                context.hop().target(), context.request().module().verdict());
        if (refused != null) {
            return CompletableFuture.failedFuture(refused);
        }
        // RESOLVE, CONNECT, PROXY and TLS, which the fetch of a token has in common with a probe.
        return route.open(run)
                .thenIf(Objects::nonNull, TLS, source -> crls.check(context, Objects.requireNonNull(source)))
                .then(AUTH, nothing -> auth.prepare(context))
                .then(
                        UPGRADE,
                        fields -> upgrade.request(
                                context, renewal == Renewal.POSSIBLE ? fields : fields.withoutRenewal()))
                .onward(answer -> next(run, answer, renewal))
                .asFuture();
    }

    private CompletableFuture<@Nullable Session> next(ProbeRun run, UpgradeAnswer answer, Renewal renewal) {
        PhaseContext context = run.context();
        if (answer instanceof UpgradeAnswer.Redirected redirected) {
            Target location = redirected.location();
            context.log().info("redirected to " + location);
            context.follow(context.hop().next(context.request(), location, proxyFor(context.request(), location)));
            return upgraded(run, renewal);
        }
        if (answer instanceof UpgradeAnswer.TokenStale stale
                && context.request().module().upgrade().credentials() instanceof Credentials.OAuth2 oauth) {
            context.log().info("the server does not take the token any more; fetching another");
            tokens.forget(oauth, stale.token());
            context.follow(context.hop());
            return upgraded(run, Renewal.DONE);
        }
        return CompletableFuture.completedFuture(
                answer instanceof UpgradeAnswer.Upgraded upgraded ? upgraded.session() : null);
    }

    private static boolean converses(PhaseContext context) {
        return context.request().module().conversation().happens();
    }

    /** The proxy on the way to a target; null: none. */
    @Nullable
    Proxy proxyFor(ProbeRequest request, Target target) {
        return request.module().proxy().proxyFor(target, proxyEnvironment);
    }
}
