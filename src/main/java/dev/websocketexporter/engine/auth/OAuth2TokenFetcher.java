package dev.websocketexporter.engine.auth;

import dev.websocketexporter.engine.route.Route;
import dev.websocketexporter.engine.run.BlockingExecutor;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.values.ValueReader;
import dev.websocketexporter.probe.module.Credentials.OAuth2;
import dev.websocketexporter.probe.module.Grant;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;
import java.time.Clock;
import java.util.List;

/** Makes the fetches of OAuth2 tokens. */
public final class OAuth2TokenFetcher {
    private final Route route;
    private final BlockingExecutor blocking;
    private final Requests requests;
    private final ProxyEnvironment proxies;

    /**
     * Builds what is posted.
     *
     * @param clock for the times in an assertion
     */
    public record Requests(String userAgent, Clock clock) {
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

    public OAuth2TokenFetcher(Route route, BlockingExecutor blocking, Requests requests, ProxyEnvironment proxies) {
        this.route = route;
        this.blocking = blocking;
        this.requests = requests;
        this.proxies = proxies;
    }

    /** A fetch on the loop of a probe, which need not wait for it; not yet begun. */
    OAuth2TokenFetch fetch(PhaseContext first, OAuth2 oauth) {
        return new OAuth2TokenFetch(route, blocking, requests, proxies, first, oauth);
    }
}
