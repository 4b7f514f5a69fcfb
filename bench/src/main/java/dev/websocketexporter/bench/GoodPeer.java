package dev.websocketexporter.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What a server of {@link GoodTargets} says in a conversation. */
final class GoodPeer extends SimpleChannelInboundHandler<TextWebSocketFrame> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
        String text = frame.text();
        String answer = text.contains("subscribe")
                ? "{\"id\":\"s17\"}"
                : text.equals("{\"ack\":\"s17\"}") ? "{\"type\":\"ack\",\"code\":0}" : text;
        context.writeAndFlush(new TextWebSocketFrame(answer));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // The client went away.
        context.close();
    }

    /** Before the upgrade: asks for what the target wants, and answers what is no upgrade. */
    static final class Gate extends ChannelInboundHandlerAdapter {
        /** Ten less is how long the exporter keeps a token. */
        private static final int EXPIRES_SECONDS = 13;

        private static final String TOKEN_OF = "token-of-";

        private final String name;
        private final Supplier<Set<String>> accepted;

        /** @param accepted the secrets that are taken at the moment */
        Gate(String name, Supplier<Set<String>> accepted) {
            this.name = name;
            this.accepted = accepted;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!(message instanceof FullHttpRequest request)) {
                context.fireChannelRead(message);
                return;
            }
            FullHttpResponse answer = answer(context, request);
            if (answer == null) {
                context.fireChannelRead(message);
                return;
            }
            ReferenceCountUtil.release(message);
            answer.headers()
                    .set(HttpHeaderNames.CONTENT_LENGTH, answer.content().readableBytes());
            context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
        }

        private @Nullable FullHttpResponse answer(ChannelHandlerContext context, FullHttpRequest request) {
            String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
            return switch (name) {
                case GoodTargets.BEARER ->
                    isAccepted(authorization, "Bearer ") ? null : refusal(HttpResponseStatus.UNAUTHORIZED);
                case GoodTargets.TOKEN ->
                    request.uri().equals(GoodTargets.TOKEN_PATH)
                            ? token(request, authorization)
                            : isAccepted(authorization, "Bearer " + TOKEN_OF)
                                    ? null
                                    : refusal(HttpResponseStatus.UNAUTHORIZED);
                case GoodTargets.CLIENT_CERTIFICATE ->
                    accepted.get().contains(client(context)) ? null : refusal(HttpResponseStatus.FORBIDDEN);
                case GoodTargets.REDIRECTED -> request.uri().equals(GoodTargets.OLD_PATH) ? redirect() : null;
                default -> null;
            };
        }

        private boolean isAccepted(String authorization, String prefix) {
            return authorization.startsWith(prefix)
                    && accepted.get().contains(authorization.substring(prefix.length()));
        }

        /** For a client that shows its secret by basic authentication or in the form. */
        private FullHttpResponse token(FullHttpRequest request, String authorization) {
            String form = request.content().toString(StandardCharsets.UTF_8);
            String basic = authorization.startsWith("Basic ")
                    ? new String(
                            Base64.getDecoder().decode(authorization.substring("Basic ".length())),
                            StandardCharsets.UTF_8)
                    : "";
            return accepted.get().stream()
                    .filter(secret -> basic.endsWith(":" + secret) || form.contains("client_secret=" + secret))
                    .findFirst()
                    .map(secret -> json("{\"access_token\":\"" + TOKEN_OF + secret
                            + "\",\"token_type\":\"bearer\",\"expires_in\":" + EXPIRES_SECONDS + "}"))
                    .orElseGet(() -> refusal(HttpResponseStatus.UNAUTHORIZED));
        }

        private static FullHttpResponse json(String text) {
            ByteBuf body = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
            return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
        }

        private static FullHttpResponse redirect() {
            FullHttpResponse answer = refusal(HttpResponseStatus.TEMPORARY_REDIRECT);
            answer.headers().set(HttpHeaderNames.LOCATION, GoodTargets.NEW_PATH);
            return answer;
        }

        private static FullHttpResponse refusal(HttpResponseStatus status) {
            return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
        }

        /** The common name of the certificate that the client has shown. */
        private static String client(ChannelHandlerContext context) {
            try {
                X509Certificate shown = (X509Certificate) context.pipeline()
                        .get(SslHandler.class)
                        .engine()
                        .getSession()
                        .getPeerCertificates()[0];
                return shown.getSubjectX500Principal().getName().replace("CN=", "");
            } catch (SSLPeerUnverifiedException e) {
                throw new IllegalStateException("no client certificate, though one is required", e);
            }
        }
    }
}
