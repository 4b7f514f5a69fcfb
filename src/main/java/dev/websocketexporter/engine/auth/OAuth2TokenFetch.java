package dev.websocketexporter.engine.auth;

import dev.websocketexporter.engine.auth.OAuth2TokenAnswer.Fetched;
import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.engine.route.Route;
import dev.websocketexporter.engine.run.Causes;
import dev.websocketexporter.engine.run.PhaseChain;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.ProbeRun;
import dev.websocketexporter.engine.run.SideRun;
import dev.websocketexporter.engine.values.ValueReader;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.module.Credentials.OAuth2;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.InvalidTargetException;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.target.TargetPolicy;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One fetch of a token: a run of its own over the same phases, for whoever waits for it. Its failure is the probe's
 * {@code authentication_setup}, and says in which phase the fetch ended. Confined to the loop of the probe that began it.
 */
final class OAuth2TokenFetch {
    /** It may outlast the probe that began it: for others that wait, but not for ever. */
    private static final Duration AT_LEAST = Duration.ofSeconds(10);

    private static final TargetPolicy EVERYWHERE = new TargetPolicy(List.of(), List.of());

    private final Route route;
    private final OAuth2TokenRequests requests;
    private final ProxyEnvironment proxies;
    private final OAuth2 oauth;
    private final ProbeModule module;
    private final ProbeLoop loop;
    private final Instant startedOn;
    private final long endsAt;
    private final List<String> secrets = new ArrayList<>();
    private final List<String> log = new ArrayList<>();

    private @Nullable SideRun<?> run;
    private boolean cancelled;

    OAuth2TokenFetch(
            Route route, OAuth2TokenRequests requests, ProxyEnvironment proxies, PhaseContext first, OAuth2 oauth) {
        this.route = route;
        this.requests = requests;
        this.proxies = proxies;
        this.oauth = oauth;
        this.module = ProbeModule.withDefaults("oauth2")
                .with(first.request().module().dialing())
                .with(oauth.proxy())
                .with(oauth.tls());
        this.loop = first.probeLoop();
        this.startedOn = first.startedOn();
        Duration budget = first.remaining().compareTo(AT_LEAST) > 0 ? first.remaining() : AT_LEAST;
        this.endsAt = loop.ticker().read() + budget.toNanos();
    }

    /** Begins it, on its loop; the future is completed there. */
    CompletableFuture<Fetched> begin() {
        return played(preparing ->
                        PhaseChain.of(preparing).then(Phase.AUTH, nothing -> requests.of(preparing.context(), oauth)))
                .thenCompose(tries -> fetch(tries, 0));
    }

    /** Ends it early; may be called on any thread. */
    void cancel() {
        EventLoop executor = loop.executor();
        executor.execute(() -> {
            cancelled = true;
            if (run != null) {
                run.cancel();
            }
        });
    }

    /** What a log must hide before it has anything of this fetch; complete at its end. */
    List<String> secrets() {
        return secrets;
    }

    /** What happened, for the logs of those who waited; complete at its end. */
    List<String> log() {
        return log;
    }

    static String shown(OAuth2 oauth) {
        return target(oauth).toString().replaceFirst("^ws", "http");
    }

    private CompletableFuture<Fetched> fetch(List<OAuth2TokenRequest> tries, int attempt) {
        OAuth2TokenRequest request = tries.get(attempt);
        secrets.addAll(request.secrets());
        if (cancelled) {
            return CompletableFuture.failedFuture(new CancellationException("nobody waits any more"));
        }
        return exchange(request).thenCompose(answer -> {
            if (answer.refusesClient() && attempt + 1 < tries.size()) {
                return fetch(tries, attempt + 1);
            }
            return answer.token() == null
                    ? CompletableFuture.failedFuture(
                            ValueReader.setup("token_url " + shown(oauth) + ": " + answer.complaint()))
                    : CompletableFuture.completedFuture(answer.token());
        });
    }

    private CompletableFuture<OAuth2TokenAnswer> exchange(OAuth2TokenRequest request) {
        return played(exchange -> route.open(exchange)
                .then(Phase.UPGRADE, nothing -> OAuth2TokenEndpoint.post(exchange.context(), request)));
    }

    /** A run of its own, in what is left of the time. */
    private <T> CompletableFuture<T> played(Function<ProbeRun, PhaseChain<T>> phases) {
        Target target = target(oauth);
        SideRun<T> played = SideRun.begin(
                new ProbeRequest(target, module, null, EVERYWHERE, left()),
                module.proxy().proxyFor(target, proxies),
                loop,
                startedOn,
                phases);
        run = played;
        return played.ended().thenCompose(this::outcome);
    }

    private Duration left() {
        long left = endsAt - loop.ticker().read();
        return Duration.ofNanos(Math.max(1, left));
    }

    private <T> CompletableFuture<T> outcome(SideRun.Ended<T> ended) {
        if (ended.value() != null) {
            return CompletableFuture.completedFuture(ended.value());
        }
        Failure failure = ended.result().failure();
        ended.result().log().forEach(line -> log.add(line.message()));
        if (failure != null && failure.reason() == Reason.AUTHENTICATION_SETUP) {
            return CompletableFuture.failedFuture(new ProbeFailedException(failure));
        }
        if (failure != null && failure.reason() == Reason.TIMEOUT) {
            return CompletableFuture.failedFuture(new ProbeFailedException(
                    Phase.AUTH, Reason.TIMEOUT, "token_url " + shown(oauth) + ": " + failure.detail()));
        }
        ExporterLimit limit = failure == null ? null : failure.limit();
        if (failure != null && limit != null) {
            return CompletableFuture.failedFuture(ProbeFailedException.ofExporter(
                    Phase.AUTH, limit, "token_url " + shown(oauth) + ": " + failure.detail()));
        }
        return CompletableFuture.failedFuture(ValueReader.setup("token_url " + shown(oauth) + ": "
                + (failure == null ? "cancelled" : Causes.ofServerIn("token_url", failure.toString()))));
    }

    private static Target target(OAuth2 oauth) {
        try {
            return Target.parse(oauth.tokenUrl().toString());
        } catch (InvalidTargetException e) {
            throw new IllegalArgumentException("token_url, which the configuration has checked: " + e.getMessage(), e);
        }
    }
}
