package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Credentials.OAuth2;
import dev.websocketexporter.probe.Secret;
import dev.websocketexporter.probe.Target;
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
import java.util.stream.Stream;

/**
 * A request for a token by client credentials (RFC 6749 §4.4.2).
 *
 * @param clientSecret in the clear
 */
record TokenRequest(OAuth2 oauth, String clientSecret, ClientAuthentication authentication, String userAgent) {
    /** How the client shows its own credentials (RFC 6749 §2.3.1). */
    enum ClientAuthentication {
        BASIC,
        BODY
    }

    FullHttpRequest http(Target target) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        if (!oauth.scopes().isEmpty()) {
            form.put("scope", String.join(" ", oauth.scopes()));
        }
        oauth.endpointParams().forEach((name, value) -> form.put(name, value.reveal()));
        if (authentication == ClientAuthentication.BODY) {
            form.put("client_id", oauth.clientId());
            form.put("client_secret", clientSecret);
        }
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
        if (authentication == ClientAuthentication.BASIC) {
            request.headers().set("Authorization", "Basic " + basic());
        }
        return request;
    }

    /** What it shows the server and nobody else may see, in each form in which the server may repeat it. */
    List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        Stream.concat(
                        Stream.of(clientSecret),
                        oauth.endpointParams().values().stream().map(Secret::reveal))
                .forEach(secret -> {
                    secrets.add(secret);
                    secrets.add(encoded(secret));
                });
        secrets.add(basic());
        return secrets;
    }

    /** RFC 6749 §2.3.1: both parts are form-encoded first. */
    private String basic() {
        return SentField.basic(encoded(oauth.clientId()), encoded(clientSecret));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
