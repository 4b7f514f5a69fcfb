package dev.websocketexporter.engine.auth;

import dev.websocketexporter.engine.auth.OAuth2TokenEndpoint.TokenAnswer;
import dev.websocketexporter.engine.auth.OAuth2TokenEndpoint.TokenRequest;
import dev.websocketexporter.engine.route.Route;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.ProbeRun;
import dev.websocketexporter.engine.run.RedirectHop;
import dev.websocketexporter.engine.values.ValueReader;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.Credentials.OAuth2;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Fetches an OAuth2 token: a run of its own on the same loop, over the same phases, inside what is left of the probe's
 * budget. Its failure is the probe's {@code authentication_setup}, and says in which phase the fetch ended.
 */
public final class OAuth2TokenFetcher {
    /** Some servers accept the credentials of a client only in the body (RFC 6749 §2.3.1). */
    private static final List<TokenRequest.ClientAuthentication> TRIES =
            List.of(TokenRequest.ClientAuthentication.BASIC, TokenRequest.ClientAuthentication.BODY);

    private static final TargetPolicy EVERYWHERE = new TargetPolicy(List.of(), List.of());

    private final Route route;
    private final ValueReader values;
    private final String userAgent;

    public OAuth2TokenFetcher(Route route, ValueReader values, String userAgent) {
        this.route = route;
        this.values = values;
        this.userAgent = userAgent;
    }

    CompletableFuture<TokenAnswer.Fetched> fetch(PhaseContext context, OAuth2 oauth) {
        context.log().debug("fetching a token from " + shown(oauth));
        return values.secrets(context, List.of(oauth.clientSecret())).thenCompose(files -> {
            context.waitFor(() -> "a token from the OAuth2 server");
            try {
                return fetch(context, oauth, ValueReader.text(oauth.clientSecret(), files), 0);
            } catch (ProbeFailedException e) {
                return CompletableFuture.failedFuture(e);
            }
        });
    }

    private CompletableFuture<TokenAnswer.Fetched> fetch(
            PhaseContext context, OAuth2 oauth, String secret, int attempt) {
        TokenRequest request = new TokenRequest(oauth, secret, TRIES.get(attempt), userAgent);
        request.secrets().forEach(context.log()::hide);
        return exchange(context, oauth, request).thenCompose(answer -> {
            if (answer.refusesClient() && attempt + 1 < TRIES.size()) {
                return fetch(context, oauth, secret, attempt + 1);
            }
            return answer.token() == null
                    ? CompletableFuture.failedFuture(
                            ValueReader.setup("token_url " + shown(oauth) + ": " + answer.complaint()))
                    : CompletableFuture.completedFuture(answer.token());
        });
    }

    private CompletableFuture<TokenAnswer> exchange(PhaseContext context, OAuth2 oauth, TokenRequest request) {
        ProbeRun tokenRun = tokenRun(context, oauth);
        context.nest(tokenRun);
        CompletableFuture<TokenAnswer> answer = new CompletableFuture<>();
        tokenRun.startDeadline();
        route.open(tokenRun)
                .then(Phase.UPGRADE, nothing -> OAuth2TokenEndpoint.post(tokenRun.context(), request))
                .onward(received -> {
                    answer.complete(received);
                    return CompletableFuture.completedFuture(received);
                })
                .whenEnded(tokenRun::finish);
        return tokenRun.result().toCompletableFuture().thenCompose(result -> outcome(context, oauth, result, answer));
    }

    private static CompletableFuture<TokenAnswer> outcome(
            PhaseContext context, OAuth2 oauth, ProbeResult result, CompletableFuture<TokenAnswer> answer) {
        Failure failure = result.failure();
        if (failure == null && answer.isDone()) {
            return answer;
        }
        result.log().forEach(line -> context.log().debug("token: " + line.message()));
        if (failure != null && failure.reason() == Reason.TIMEOUT) {
            return CompletableFuture.failedFuture(new ProbeFailedException(
                    Phase.AUTH, Reason.TIMEOUT, "token_url " + shown(oauth) + ": " + failure.detail()));
        }
        return CompletableFuture.failedFuture(
                ValueReader.setup("token_url " + shown(oauth) + ": " + (failure == null ? "cancelled" : failure)));
    }

    private static ProbeRun tokenRun(PhaseContext context, OAuth2 oauth) {
        ProbeModule module = ProbeModule.withDefaults("oauth2")
                .with(context.request().module().dialing())
                .with(oauth.tls());
        Duration left = context.remaining().isZero() ? Duration.ofNanos(1) : context.remaining();
        ProbeRequest request = new ProbeRequest(target(oauth), module, null, EVERYWHERE, left);
        return new ProbeRun(request, RedirectHop.first(request, null), context.probeLoop(), context.startedOn());
    }

    private static Target target(OAuth2 oauth) {
        try {
            return Target.parse(oauth.tokenUrl().toString());
        } catch (InvalidTargetException e) {
            throw new IllegalArgumentException("token_url, which the configuration has checked: " + e.getMessage(), e);
        }
    }

    private static String shown(OAuth2 oauth) {
        return target(oauth).toString().replaceFirst("^ws", "http");
    }
}
