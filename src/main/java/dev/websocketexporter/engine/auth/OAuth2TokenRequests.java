package dev.websocketexporter.engine.auth;

import dev.websocketexporter.engine.values.ValueReader;
import dev.websocketexporter.probe.module.Credentials.OAuth2;
import dev.websocketexporter.probe.module.Grant;
import java.time.Clock;
import java.util.List;

/**
 * Builds what is posted.
 *
 * @param clock for the times in an assertion
 */
public record OAuth2TokenRequests(String userAgent, Clock clock) {
    /**
     * The requests to try, one after the other while the server refuses the client: some servers accept a secret only
     * in the body (RFC 6749 §2.3.1). Reads files and signs: not for an event loop.
     */
    List<OAuth2TokenRequest> of(OAuth2 oauth) throws Exception {
        if (oauth.grant() instanceof Grant.JwtBearer jwt) {
            String assertion = JwtAssertion.sign(oauth, jwt, clock.instant());
            return List.of(request(oauth, new OAuth2TokenRequest.Proof.Assertion(assertion)));
        }
        String secret = ValueReader.text(((Grant.ClientCredentials) oauth.grant()).secret());
        return List.of(
                request(oauth, new OAuth2TokenRequest.Proof.Basic(secret)),
                request(oauth, new OAuth2TokenRequest.Proof.Body(secret)));
    }

    private OAuth2TokenRequest request(OAuth2 oauth, OAuth2TokenRequest.Proof proof) {
        return new OAuth2TokenRequest(oauth, proof, userAgent);
    }
}
