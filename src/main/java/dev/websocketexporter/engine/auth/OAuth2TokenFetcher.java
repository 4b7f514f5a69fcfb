package dev.websocketexporter.engine.auth;

import dev.websocketexporter.engine.route.Route;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.probe.module.Credentials.OAuth2;
import dev.websocketexporter.probe.module.ProxySettings.ProxyEnvironment;

/** Makes the fetches of OAuth2 tokens. */
public final class OAuth2TokenFetcher {
    private final Route route;
    private final OAuth2TokenRequests requests;
    private final ProxyEnvironment proxies;

    public OAuth2TokenFetcher(Route route, OAuth2TokenRequests requests, ProxyEnvironment proxies) {
        this.route = route;
        this.requests = requests;
        this.proxies = proxies;
    }

    /** A fetch on the loop of a probe, which need not wait for it; not yet begun. */
    OAuth2TokenFetch fetch(PhaseContext first, OAuth2 oauth) {
        return new OAuth2TokenFetch(route, requests, proxies, first, oauth);
    }
}
