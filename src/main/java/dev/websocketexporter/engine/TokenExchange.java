package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.Reason;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpStatusClass;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Posts a token request over an open connection and waits for the whole answer. */
final class TokenExchange extends SimpleChannelInboundHandler<FullHttpResponse> {
    private static final int MAX_ANSWER_BYTES = 256 * 1024;
    private static final String ANSWER = "its answer was complete";

    private final PhaseContext errand;
    private final CompletableFuture<TokenAnswer> answered;

    private TokenExchange(PhaseContext errand, CompletableFuture<TokenAnswer> answered) {
        this.errand = errand;
        this.answered = answered;
    }

    static CompletableFuture<TokenAnswer> post(PhaseContext errand, TokenRequest request) {
        CompletableFuture<TokenAnswer> answered = new CompletableFuture<>();
        if (!errand.channel().isUsable()) {
            return CompletableFuture.failedFuture(ConnectionEnd.beforeAnswer(
                    errand.channel(), errand.channel().fault(), ANSWER));
        }
        ChannelPipeline pipeline = errand.channel().pipeline();
        pipeline.addBefore(ChannelWatch.NAME, "http", new HttpClientCodec());
        pipeline.addBefore(ChannelWatch.NAME, "whole", new HttpObjectAggregator(MAX_ANSWER_BYTES));
        pipeline.addBefore(ChannelWatch.NAME, "token", new TokenExchange(errand, answered));
        Writes.send(
                errand.channel().get(),
                request.http(errand.hop().target()),
                cause -> answered.completeExceptionally(ConnectionEnd.beforeAnswer(errand.channel(), cause, ANSWER)));
        errand.channel().get().config().setAutoRead(true);
        return answered;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
        if (response.decoderResult().isFailure()) {
            answered.completeExceptionally(new ProbeFailure(
                    Phase.UPGRADE,
                    Reason.INVALID_HTTP_RESPONSE,
                    "the response is not HTTP: "
                            + response.decoderResult().cause().getMessage()));
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
                Phase.UPGRADE, null, errand.channel().wire().fault(), ANSWER));
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        answered.completeExceptionally(
                cause instanceof TooLongFrameException
                        ? new ProbeFailure(
                                Phase.UPGRADE,
                                Reason.RESPONSE_TOO_LARGE,
                                "the answer has more than " + MAX_ANSWER_BYTES + " bytes")
                        : ConnectionEnd.beforeAnswer(errand.channel(), cause, ANSWER));
        ctx.fireExceptionCaught(cause);
    }
}
