package dev.websocketexporter.engine.auth;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.values.ValueReader;
import dev.websocketexporter.probe.module.Credentials.OAuth2;
import dev.websocketexporter.probe.module.Grant.JwtBearer;
import dev.websocketexporter.script.JsonText;
import dev.websocketexporter.tls.ClientIdentity;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The assertion by which a client asks for a token (RFC 7523 §3): a JWT (RFC 7519) signed with RSA (RFC 7515). Its claims
 * are those of Prometheus.
 */
final class JwtAssertion {
    /** As in Prometheus: enough for the clocks of two machines. */
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private JwtAssertion() {}

    /**
     * Signs an assertion; slow work, not for an event loop.
     *
     * @param pem the key
     * @throws ProbeFailedException when the key cannot be used
     */
    static String sign(OAuth2 oauth, JwtBearer grant, String pem, Instant now) throws ProbeFailedException {
        String content = part(header(grant)) + "." + part(claims(oauth, grant, now));
        try {
            PrivateKey key = ClientIdentity.key(pem);
            Signature signature = Signature.getInstance(grant.algorithm().javaName());
            signature.initSign(key);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw ValueReader.setup(
                    "client_certificate_key cannot sign the assertion for the token server (expected: an"
                            + " unencrypted RSA key in PEM)");
        }
    }

    private static Map<String, @Nullable Object> header(JwtBearer grant) {
        Map<String, @Nullable Object> header = new LinkedHashMap<>();
        header.put("alg", grant.algorithm().name());
        header.put("typ", "JWT");
        if (grant.keyId() != null) {
            header.put("kid", grant.keyId());
        }
        return header;
    }

    private static Map<String, @Nullable Object> claims(OAuth2 oauth, JwtBearer grant, Instant now) {
        Map<String, @Nullable Object> claims = new LinkedHashMap<>();
        claims.put("iss", grant.issuer() == null ? oauth.clientId() : grant.issuer());
        claims.put("sub", oauth.clientId());
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("aud", grant.audience() == null ? oauth.tokenUrl().toString() : grant.audience());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFETIME).getEpochSecond());
        if (!oauth.scopes().isEmpty()) {
            claims.put("scope", String.join(" ", oauth.scopes()));
        }
        claims.putAll(grant.claims());
        return claims;
    }

    private static String part(Map<String, @Nullable Object> json) {
        return base64(JsonText.of(json).getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
