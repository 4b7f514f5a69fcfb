package dev.websocketexporter.engine.upgrade;

import dev.websocketexporter.engine.run.Causes;
import dev.websocketexporter.engine.run.ConnectionEnd;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeChannel;
import dev.websocketexporter.engine.run.TailHandler;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.engine.run.Writes;
import dev.websocketexporter.engine.values.RequestFields;
import dev.websocketexporter.probe.ProbeResult.LogLine.Topic;
import dev.websocketexporter.probe.module.HttpVersion;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.value.Secret;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/** The opening handshake: sends the upgrade request and judges the response (RFC 6455 §4). */
public final class UpgradePhase {
    private final String userAgent;
    private final RandomGenerator random = new SecureRandom();

    public UpgradePhase(String userAgent) {
        this.userAgent = userAgent;
    }

    public CompletableFuture<UpgradeAnswer> request(PhaseContext context, RequestFields fields) {
        context.waitFor(() -> UpgradeHandler.AWAITED);
        if (!context.channel().isUsable()) {
            // While the certificate was judged or a token fetched, the server closed the connection or refused the
            // client certificate.
            return CompletableFuture.failedFuture(ConnectionEnd.withCause(
                    ConnectionEnd.beforeAnswer(
                            context.channel(), context.channel().fault(), UpgradeHandler.HEAD),
                    how -> Causes.ofEndBeforeTheRequest()));
        }
        CompletableFuture<UpgradeAnswer> answered = new CompletableFuture<>();
        ProbeModule module = context.request().module();
        UpgradeRequest request = UpgradeRequest.of(context.hop(), module.upgrade(), fields.fields(), userAgent, random)
                .offering(module.conversation().compression());
        ProbeChannel channel = context.channel();
        HandshakeCodec codec = codec(context, module.upgrade().httpVersion());
        codec.addTo(channel);
        UpgradeHandler handler = new UpgradeHandler(context, codec, request, fields.renewable(), answered);
        channel.pipeline().addBefore(TailHandler.NAME, UpgradeHandler.NAME, handler);
        context.waitFor(handler::awaited);
        logRequest(context, codec.fields(request), request);
        Writes.send(channel.get(), codec.encoded(request), handler::brokenBy);
        context.clock().startAt(channel.wire().sentAt());
        channel.get().config().setAutoRead(true);
        return answered;
    }

    private static HandshakeCodec codec(PhaseContext context, HttpVersion version) {
        return switch (version) {
            case HTTP_1_1 -> new Http11Codec(context);
            case HTTP_2 -> new Http2Codec(context);
        };
    }

    private static void logRequest(
            PhaseContext context, List<Map.Entry<String, String>> fields, UpgradeRequest request) {
        context.log()
                .debug(
                        Topic.REQUEST,
                        "sending the upgrade request for " + context.hop().target());
        fields.forEach(field -> {
            String shown =
                    request.mayShow(field.getKey()) ? Text.ofHeader(field.getKey(), field.getValue()) : Secret.HIDDEN;
            context.log().debug(Topic.REQUEST_FIELD, "request header: " + field.getKey() + ": " + shown);
        });
    }
}
