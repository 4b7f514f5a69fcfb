package dev.websocketexporter.engine.auth;

import dev.websocketexporter.engine.values.SentField;
import dev.websocketexporter.probe.module.Credentials.OAuth2;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.Secret;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request for a token.
 *
 * @param proof how the client shows who it is
 */
record OAuth2TokenRequest(OAuth2 oauth, Proof proof, String userAgent) {
    /** How the client shows who it is; everything in it is a secret. */
    sealed interface Proof {
        /** A secret as HTTP Basic (RFC 6749 §2.3.1). */
        record Basic(String secret) implements Proof {}

        /** A secret in the body (RFC 6749 §2.3.1). */
        record Body(String secret) implements Proof {}

        /** A signed assertion, in place of authentication (RFC 7523 §2.1). */
        record Assertion(String jwt) implements Proof {}
    }

    FullHttpRequest http(Target target) {
        Map<String, String> form = new LinkedHashMap<>();
        if (proof instanceof Proof.Assertion assertion) {
            form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
            form.put("assertion", assertion.jwt());
        } else {
            form.put("grant_type", "client_credentials");
        }
        if (!oauth.scopes().isEmpty()) {
            form.put("scope", String.join(" ", oauth.scopes()));
        }
        oauth.endpointParams().forEach((name, value) -> form.put(name, value.reveal()));
        if (proof instanceof Proof.Body body) {
            form.put("client_id", oauth.clientId());
            form.put("client_secret", body.secret());
        }
        FullHttpRequest request = post(target, form);
        if (proof instanceof Proof.Basic basic) {
            request.headers().set("Authorization", "Basic " + login(basic.secret()));
        }
        return request;
    }

    private FullHttpRequest post(Target target, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.POST,
                target.requestTarget(),
                ByteBufUtil.writeUtf8(UnpooledByteBufAllocator.DEFAULT, body));
        request.headers()
                .set("Host", target.hostHeader())
                .set("User-Agent", userAgent)
                .set("Accept", "application/json")
                .set("Content-Type", "application/x-www-form-urlencoded")
                .set("Content-Length", request.content().readableBytes())
                .set("Connection", "close");
        return request;
    }

    /** What only the server may see, in each form in which the server may repeat it. */
    List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        oauth.endpointParams().values().stream().map(Secret::reveal).forEach(secret -> addForms(secret, secrets));
        if (proof instanceof Proof.Basic basic) {
            addForms(basic.secret(), secrets);
            secrets.add(login(basic.secret()));
        } else if (proof instanceof Proof.Body body) {
            addForms(body.secret(), secrets);
        } else if (proof instanceof Proof.Assertion assertion) {
            addForms(assertion.jwt(), secrets);
        }
        return secrets;
    }

    private static void addForms(String secret, List<String> secrets) {
        secrets.add(secret);
        secrets.add(encoded(secret));
    }

    /** RFC 6749 §2.3.1: both parts are form-encoded first. */
    private String login(String secret) {
        return SentField.basic(encoded(oauth.clientId()), encoded(secret));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Never what it proves itself with. */
    @Override
    public String toString() {
        return "token request to " + oauth.tokenUrl().getHost();
    }
}
