package dev.websocketexporter.server.web;

import dev.websocketexporter.config.types.DurationType;
import dev.websocketexporter.config.web.WebConfiguration;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.server.connection.DispatchHandler;
import dev.websocketexporter.server.http.OneLineErrors;
import dev.websocketexporter.server.recording.WebReloads.Rejection;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * In front of all endpoints, {@code /-/healthy} too: the rate limit first, then the password, as exporter-toolkit has it.
 * No thread waits.
 */
public final class WebGate extends Handler.Wrapper {
    private final WebSource source;
    private final RateLimiter limiter;
    private final PasswordChecks passwords = new PasswordChecks();

    public WebGate(WebSource source, Ticker ticker, Handler next) {
        super(next);
        this.source = source;
        this.limiter = new RateLimiter(ticker);
    }

    /** The header fields of each answer; a customizer of the HTTP configuration. */
    public static void introduce(WebConfiguration configuration, HttpFields.Mutable responseHeaders) {
        configuration.headers().forEach(responseHeaders::put);
    }

    /** The selector's thread only asks for a look at the files. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        CompletableFuture<Void> unused = source.fresh()
                .thenComposeAsync(web -> admission(request, response, web), executor(request))
                .thenAcceptAsync(refusal -> goOn(refusal, request, response, callback), executor(request))
                .exceptionally(bug -> {
                    Response.writeError(request, response, callback, bug);
                    return null;
                });
        return true;
    }

    private static Executor executor(Request request) {
        return request.getComponents().getExecutor();
    }

    /** Why a request is refused. */
    private record Refusal(Rejection reason, int status, String line) {}

    private CompletableFuture<@Nullable Refusal> admission(Request request, Response response, WebConfiguration web) {
        // Those that were in force before the look may be others.
        introduce(web, response.getHeaders());
        if (!limiter.allows(web.rateLimit())) {
            String every =
                    DurationType.shown(Objects.requireNonNull(web.rateLimit()).interval());
            return refused(
                    Rejection.RATE_LIMIT,
                    HttpStatus.TOO_MANY_REQUESTS_429,
                    "Too Many Requests (expected: one every " + every + ", the rate_limit of the web configuration)");
        }
        if (web.users().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Login login = Login.parse(request.getHeaders().get(HttpHeader.AUTHORIZATION));
        if (login == null) {
            return refused(
                    Rejection.NO_LOGIN,
                    HttpStatus.UNAUTHORIZED_401,
                    "Unauthorized (expected: a user and a password, as by basic_auth in Prometheus or curl -u)");
        }
        return passwords
                .check(login, web.users(), Request.getRemoteAddr(request))
                .thenApply(verdict -> switch (verdict) {
                    case RIGHT -> null;
                    case WRONG ->
                        new Refusal(
                                Rejection.WRONG_LOGIN,
                                HttpStatus.UNAUTHORIZED_401,
                                "Unauthorized (expected: a user of basic_auth_users, and its password)");
                    case BUSY ->
                        new Refusal(
                                Rejection.BUSY,
                                HttpStatus.SERVICE_UNAVAILABLE_503,
                                "too many passwords are being checked (expected: a retry in a second)");
                });
    }

    private static CompletableFuture<@Nullable Refusal> refused(Rejection reason, int status, String line) {
        return CompletableFuture.completedFuture(new Refusal(reason, status, line));
    }

    private void goOn(@Nullable Refusal refusal, Request request, Response response, Callback callback) {
        if (refusal == null) {
            DispatchHandler.handleOnThePool(getHandler(), request, response, callback);
            return;
        }
        source.rejected(refusal.reason());
        switch (refusal.status()) {
            case HttpStatus.UNAUTHORIZED_401 -> response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Basic");
            default -> response.getHeaders().put(HttpHeader.RETRY_AFTER, 1);
        }
        OneLineErrors.write(response, refusal.status(), refusal.line(), callback);
    }

    @Override
    protected void doStop() throws Exception {
        passwords.close();
        super.doStop();
    }
}
