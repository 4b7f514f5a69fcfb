package dev.websocketexporter.engine.auth;

import dev.websocketexporter.engine.http.LenientHttp;
import dev.websocketexporter.engine.run.ConnectionEnd;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.TailHandler;
import dev.websocketexporter.engine.run.Writes;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpStatusClass;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Posts a token request over an open connection and waits for the whole answer. */
final class OAuth2TokenEndpoint extends SimpleChannelInboundHandler<FullHttpResponse> {
    private static final int MAX_ANSWER_BYTES = 256 * 1024;
    private static final String ANSWER = "its answer was complete";

    private final PhaseContext context;
    private final CompletableFuture<OAuth2TokenAnswer> answered;

    private OAuth2TokenEndpoint(PhaseContext context, CompletableFuture<OAuth2TokenAnswer> answered) {
        this.context = context;
        this.answered = answered;
    }

    static CompletableFuture<OAuth2TokenAnswer> post(PhaseContext context, OAuth2TokenRequest request) {
        context.waitFor(() -> "the complete answer of the token server");
        CompletableFuture<OAuth2TokenAnswer> answered = new CompletableFuture<>();
        if (!context.channel().isUsable()) {
            return CompletableFuture.failedFuture(ConnectionEnd.beforeAnswer(
                    context.channel(), context.channel().fault(), ANSWER));
        }
        ChannelPipeline pipeline = context.channel().pipeline();
        pipeline.addBefore(TailHandler.NAME, "http", LenientHttp.codec());
        pipeline.addBefore(TailHandler.NAME, "content", new HttpContentDecompressor(MAX_ANSWER_BYTES));
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
        // Every 1xx announces an answer.
        if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
            return;
        }
        answered.complete(OAuth2TokenAnswer.of(
                response.status().code(),
                response.headers().get(HttpHeaderNames.CONTENT_TYPE, ""),
                response.content().toString(StandardCharsets.UTF_8)));
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
}
