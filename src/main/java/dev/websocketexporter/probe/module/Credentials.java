package dev.websocketexporter.probe.module;

import dev.websocketexporter.probe.value.Secret;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the exporter authenticates itself in the upgrade request. */
public sealed interface Credentials {
    /** HTTP Basic (RFC 7617). */
    record Basic(Value username, Value password) implements Credentials {}

    /**
     * A ready value of {@code Authorization}.
     *
     * @param scheme {@code Bearer} or another
     */
    record Authorization(String scheme, Value credentials) implements Credentials {}

    /**
     * OAuth 2.0: a token is fetched and sent as Bearer.
     *
     * @param tokenUrl http or https
     * @param endpointParams further parameters of the token request, in order
     * @param tls how the token server's certificate is judged
     * @param proxy the way to the token's server
     */
    record OAuth2(
            String clientId,
            Grant grant,
            URI tokenUrl,
            List<String> scopes,
            Map<String, Secret> endpointParams,
            TlsSettings tls,
            ProxySettings proxy)
            implements Credentials {
        public OAuth2 {
            scopes = List.copyOf(scopes);
            endpointParams = Collections.unmodifiableMap(new LinkedHashMap<>(endpointParams));
        }

        /** A client that shows its secret, and reaches the token's server directly. */
        public OAuth2(
                String clientId,
                Value clientSecret,
                URI tokenUrl,
                List<String> scopes,
                Map<String, Secret> endpointParams,
                TlsSettings tls) {
            this(
                    clientId,
                    new Grant.ClientCredentials(clientSecret),
                    tokenUrl,
                    scopes,
                    endpointParams,
                    tls,
                    ProxySettings.NONE);
        }
    }
}
