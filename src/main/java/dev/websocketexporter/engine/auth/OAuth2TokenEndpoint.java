package dev.websocketexporter.engine.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.websocketexporter.engine.run.ConnectionEnd;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.TailHandler;
import dev.websocketexporter.engine.run.Writes;
import dev.websocketexporter.engine.values.SentField;
import dev.websocketexporter.probe.module.Credentials.OAuth2;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.value.Secret;
import dev.websocketexporter.script.JsonText;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Posts a token request over an open connection and waits for the whole answer. */
final class OAuth2TokenEndpoint extends SimpleChannelInboundHandler<FullHttpResponse> {
    private static final int MAX_ANSWER_BYTES = 256 * 1024;
    private static final String ANSWER = "its answer was complete";

    private final PhaseContext context;
    private final CompletableFuture<TokenAnswer> answered;

    private OAuth2TokenEndpoint(PhaseContext context, CompletableFuture<TokenAnswer> answered) {
        this.context = context;
        this.answered = answered;
    }

    static CompletableFuture<TokenAnswer> post(PhaseContext context, TokenRequest request) {
        context.waitFor(() -> "the complete answer of the token server");
        CompletableFuture<TokenAnswer> answered = new CompletableFuture<>();
        if (!context.channel().isUsable()) {
            return CompletableFuture.failedFuture(ConnectionEnd.beforeAnswer(
                    context.channel(), context.channel().fault(), ANSWER));
        }
        ChannelPipeline pipeline = context.channel().pipeline();
        // Lines may end with a bare LF, as in every other answer (RFC 9112 §2.2).
        HttpDecoderConfig lenient = new HttpDecoderConfig().setStrictLineParsing(false);
        pipeline.addBefore(TailHandler.NAME, "http", new HttpClientCodec(lenient, false, false));
        pipeline.addBefore(TailHandler.NAME, "whole", new HttpObjectAggregator(MAX_ANSWER_BYTES));
        pipeline.addBefore(TailHandler.NAME, "token", new OAuth2TokenEndpoint(context, answered));
        Writes.send(
                context.channel().get(),
                request.http(context.hop().target()),
                cause -> answered.completeExceptionally(ConnectionEnd.beforeAnswer(context.channel(), cause, ANSWER)));
        context.channel().get().config().setAutoRead(true);
        return answered;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
        if (response.decoderResult().isFailure()) {
            answered.completeExceptionally(new ProbeFailedException(
                    Phase.UPGRADE, Reason.INVALID_HTTP_RESPONSE, "the response is not HTTP, or its head is broken"));
            return;
        }
        // 100, 102 and 103 announce an answer.
        if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
            return;
        }
        answered.complete(
                TokenAnswer.of(response.status().code(), response.content().toString(StandardCharsets.UTF_8)));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        answered.completeExceptionally(ConnectionEnd.during(
                Phase.UPGRADE, null, context.channel().wire().fault(), ANSWER));
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        answered.completeExceptionally(
                cause instanceof TooLongFrameException
                        ? new ProbeFailedException(
                                Phase.UPGRADE,
                                Reason.RESPONSE_TOO_LARGE,
                                "the answer has more than " + MAX_ANSWER_BYTES + " bytes")
                        : ConnectionEnd.beforeAnswer(context.channel(), cause, ANSWER));
        ctx.fireExceptionCaught(cause);
    }

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

        /** What only the server may see, in each form in which the server may repeat it. */
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

    /**
     * What a token server answered (RFC 6749 §5).
     *
     * @param status the status code
     * @param token the token; absent when there is none
     * @param complaint why there is none, for humans; empty when there is one
     */
    record TokenAnswer(int status, @Nullable Fetched token, String complaint) {
        private static final int OK = 200;
        private static final int BAD_REQUEST = 400;
        private static final int UNAUTHORIZED = 401;
        private static final int MAX_SHOWN = 200;
        /** A year: what a server says beyond that would overflow a clock in nanoseconds. */
        private static final long LONGEST_SECONDS = 31_536_000;

        static TokenAnswer of(int status, String body) {
            JsonNode json = JsonText.leniently(body);
            String token = json.path("access_token").asText("");
            if (status == OK && !token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c <= '~')) {
                Duration lifetime = Duration.ofSeconds(Math.min(
                        LONGEST_SECONDS, Math.max(0, json.path("expires_in").asLong(0))));
                return new TokenAnswer(status, new Fetched(new Secret(token), lifetime), "");
            }
            // Never the body itself, which may hold a token: only the fields that say what is wrong.
            String error = json.path("error").asText("");
            String description = json.path("error_description").asText("");
            String what =
                    status == OK ? "no usable access_token in the answer" : "status " + status + " (expected: 200)";
            String why = (error.isEmpty() ? "" : ", " + error) + (description.isEmpty() ? "" : ": " + description);
            return new TokenAnswer(status, null, what + Printable.oneLine(why, MAX_SHOWN));
        }

        /** Whether the server refused the client's authentication; it may accept the other method. */
        boolean refusesClient() {
            return status == UNAUTHORIZED || status == BAD_REQUEST;
        }

        /**
         * A token as the server gave it.
         *
         * @param lifetime zero when the server does not state it
         */
        record Fetched(Secret token, Duration lifetime) {}
    }
}
