package dev.websocketexporter.engine;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The opening handshake: sends the upgrade request and judges the response (RFC 6455 §4). */
final class UpgradePhase {
    static final String HTTP = "http";

    private final String userAgent;
    private final RandomGenerator random = new SecureRandom();

    UpgradePhase(String userAgent) {
        this.userAgent = userAgent;
    }

    /** Gives the session of an upgraded connection, or null when the module counts a refusal as the success. */
    CompletableFuture<@Nullable Session> request(ProbeRun run) {
        CompletableFuture<@Nullable Session> answered = new CompletableFuture<>();
        if (!run.channel().isUsable()) {
            // While the certificate was judged, the server went away or refused ours.
            return CompletableFuture.failedFuture(
                    UpgradeHandler.brokenOff(run, run.channel().fault()));
        }
        UpgradeRequest request = UpgradeRequest.of(run.request(), userAgent, random);
        ChannelPipeline pipeline = run.channel().pipeline();
        pipeline.addBefore(ChannelWatch.NAME, ResponseHeadGuard.NAME, new ResponseHeadGuard(answered));
        pipeline.addBefore(ChannelWatch.NAME, HTTP, new HttpClientCodec(decoding(), false, false));
        pipeline.addBefore(ChannelWatch.NAME, UpgradeHandler.NAME, new UpgradeHandler(run, request, answered));
        logRequest(run, request);
        Writes.send(
                run.channel().get(),
                request.http(),
                cause -> answered.completeExceptionally(UpgradeHandler.brokenOff(run, cause)));
        run.channel().get().config().setAutoRead(true);
        return answered;
    }

    private static HttpDecoderConfig decoding() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(ResponseHeadGuard.MAX_HEAD_BYTES)
                .setMaxHeaderSize(ResponseHeadGuard.MAX_HEAD_BYTES);
    }

    private static void logRequest(ProbeRun run, UpgradeRequest request) {
        run.log().debug("sending the upgrade request for " + run.request().target());
        request.http()
                .headers()
                .forEach(field -> run.log()
                        .debug("request header: " + field.getKey() + ": "
                                + HeaderDisplay.value(field.getKey(), field.getValue())));
    }
}
