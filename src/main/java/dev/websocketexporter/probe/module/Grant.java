package dev.websocketexporter.probe.module;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a client of OAuth 2 shows who it is when it asks for a token. */
public sealed interface Grant {
    /** By its secret: client credentials (RFC 6749 §4.4). */
    record ClientCredentials(Value secret) implements Grant {}

    /**
     * By an assertion that it signs (RFC 7523 §2.1).
     *
     * @param key the private RSA key in PEM
     * @param keyId the name of the key at the token's server; absent: none is sent
     * @param issuer who issues the assertion; absent: the client
     * @param audience whom it is for; absent: the token's server, by its URL
     * @param claims further claims by their names, in order; each is a string, number, boolean, list or map, or null
     */
    record JwtBearer(
            Value key,
            @Nullable String keyId,
            Algorithm algorithm,
            @Nullable String issuer,
            @Nullable String audience,
            Map<String, @Nullable Object> claims)
            implements Grant {
        public JwtBearer {
            claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
        }
    }

    /** RSA with PKCS #1 padding and a hash of SHA-2 (RFC 7518 §3.3). */
    enum Algorithm {
        RS256("SHA256withRSA"),
        RS384("SHA384withRSA"),
        RS512("SHA512withRSA");

        private final String javaName;

        Algorithm(String javaName) {
            this.javaName = javaName;
        }

        /** As {@link java.security.Signature} calls it. */
        public String javaName() {
            return javaName;
        }
    }
}
