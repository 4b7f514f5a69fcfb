package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Module;
import dev.websocketexporter.probe.Secret;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/** The opening handshake: sends the upgrade request and judges the response (RFC 6455 §4). */
final class UpgradePhase {
    static final String HTTP = "http";

    private final String userAgent;
    private final RandomGenerator random = new SecureRandom();

    UpgradePhase(String userAgent) {
        this.userAgent = userAgent;
    }

    CompletableFuture<UpgradeAnswer> request(ProbeRun run, List<SentField> fields) {
        if (!run.channel().isUsable()) {
            // While the certificate was judged or a token fetched, the server went away or refused our certificate.
            return CompletableFuture.failedFuture(
                    UpgradeHandler.brokenOff(run, run.channel().fault()));
        }
        CompletableFuture<UpgradeAnswer> answered = new CompletableFuture<>();
        Module module = run.request().module();
        UpgradeRequest request = UpgradeRequest.of(run.hop(), module.upgrade(), fields, userAgent, random)
                .offering(module.conversation().compression());
        ChannelPipeline pipeline = run.channel().pipeline();
        pipeline.addBefore(ChannelWatch.NAME, ResponseHeadGuard.NAME, new ResponseHeadGuard(answered));
        pipeline.addBefore(ChannelWatch.NAME, HTTP, new HttpClientCodec(decoding(), false, false));
        pipeline.addBefore(ChannelWatch.NAME, UpgradeHandler.NAME, new UpgradeHandler(run, request, answered));
        logRequest(run, request);
        Writes.send(
                run.channel().get(),
                request.http(),
                cause -> answered.completeExceptionally(UpgradeHandler.brokenOff(run, cause)));
        run.clock().startAt(run.channel().wire().sentAt());
        run.channel().get().config().setAutoRead(true);
        return answered;
    }

    private static HttpDecoderConfig decoding() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(ResponseHeadGuard.MAX_HEAD_BYTES)
                .setMaxHeaderSize(ResponseHeadGuard.MAX_HEAD_BYTES);
    }

    private static void logRequest(ProbeRun run, UpgradeRequest request) {
        run.log().debug("sending the upgrade request for " + run.hop().target());
        request.http().headers().forEach(field -> {
            String shown = request.mayShow(field.getKey())
                    ? HeaderDisplay.value(field.getKey(), field.getValue())
                    : Secret.HIDDEN;
            run.log().debug("request header: " + field.getKey() + ": " + shown);
        });
    }
}
