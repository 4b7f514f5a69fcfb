package dev.websocketexporter.engine.auth;

import dev.websocketexporter.engine.run.BlockingExecutor;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.values.ValueReader;
import dev.websocketexporter.probe.module.Credentials.OAuth2;
import dev.websocketexporter.probe.module.Grant;
import dev.websocketexporter.probe.module.Value;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Builds what is posted.
 *
 * @param values reads the secret or the key
 * @param cryptography signs assertions
 * @param clock for the times in an assertion
 */
public record OAuth2TokenRequests(ValueReader values, BlockingExecutor cryptography, String userAgent, Clock clock) {
    /**
     * The requests to try, one after the other while the server refuses the client: some servers accept a secret only
     * in the body (RFC 6749 §2.3.1).
     */
    CompletableFuture<List<OAuth2TokenRequest>> of(PhaseContext context, OAuth2 oauth) {
        return oauth.grant() instanceof Grant.JwtBearer jwt
                ? signed(context, oauth, jwt)
                : withSecret(context, oauth, ((Grant.ClientCredentials) oauth.grant()).secret());
    }

    private CompletableFuture<List<OAuth2TokenRequest>> signed(
            PhaseContext context, OAuth2 oauth, Grant.JwtBearer jwt) {
        return values.pems(context, List.of(jwt.key()))
                .thenCompose(files -> cryptography.call(
                        context,
                        () -> JwtAssertion.sign(oauth, jwt, ValueReader.pem(jwt.key(), files), clock.instant())))
                .thenApply(assertion -> List.of(request(oauth, new OAuth2TokenRequest.Proof.Assertion(assertion))));
    }

    private CompletableFuture<List<OAuth2TokenRequest>> withSecret(PhaseContext context, OAuth2 oauth, Value secret) {
        return values.secrets(context, List.of(secret)).thenCompose(files -> {
            try {
                String text = ValueReader.text(secret, files);
                return CompletableFuture.completedFuture(List.of(
                        request(oauth, new OAuth2TokenRequest.Proof.Basic(text)),
                        request(oauth, new OAuth2TokenRequest.Proof.Body(text))));
            } catch (ProbeFailedException e) {
                return CompletableFuture.failedFuture(e);
            }
        });
    }

    private OAuth2TokenRequest request(OAuth2 oauth, OAuth2TokenRequest.Proof proof) {
        return new OAuth2TokenRequest(oauth, proof, userAgent);
    }
}
