package dev.websocketexporter.engine.upgrade;

import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.run.ConnectionEnd;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.engine.session.Session;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.UpgradeReport;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.probe.value.QueryValues;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Waits for the head of the response to the upgrade request and judges it. */
public final class UpgradeHandler extends ChannelInboundHandlerAdapter {
    static final String NAME = "upgrade";

    /** The codec that is removed after the upgrade. */
    static final String HTTP = "http";

    private static final int CONTINUE = 100;
    private static final int PROCESSING = 102;
    private static final int EARLY_HINTS = 103;
    private static final int UNAUTHORIZED = 401;
    static final String HEAD = "the head of the response was complete";

    private final PhaseContext context;
    private final UpgradeRequest request;
    private final boolean tokenRenewable;
    private final CompletableFuture<UpgradeAnswer> answered;

    /**
     * @param tokenRenewable whether the request carries a token of an earlier probe, so that a new one may be accepted
     */
    UpgradeHandler(
            PhaseContext context,
            UpgradeRequest request,
            boolean tokenRenewable,
            CompletableFuture<UpgradeAnswer> answered) {
        this.context = context;
        this.request = request;
        this.tokenRenewable = tokenRenewable;
        this.answered = answered;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpResponse response && !answered.isDone()) {
                judge(ctx, response);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void judge(ChannelHandlerContext ctx, HttpResponse response) {
        Throwable unparsable = response.decoderResult().cause();
        if (unparsable != null) {
            answered.completeExceptionally(unparsable(unparsable));
            return;
        }
        log(response);
        if (!response.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            context.state().upgrade(new UpgradeReport(response.status().code(), false, null, List.of(), redirects()));
            fail(
                    Reason.INVALID_HTTP_RESPONSE,
                    "the response is " + response.protocolVersion() + " (expected: HTTP/1.1)");
            return;
        }
        int status = response.status().code();
        if (status == CONTINUE || status == PROCESSING || status == EARLY_HINTS) {
            return;
        }
        context.clock().stopAt(context.channel().wire().lastReadAt());
        ctx.pipeline().remove(ResponseHeadGuard.NAME);
        verdict(
                ctx,
                new UpgradeResponse(
                        status,
                        response.headers(),
                        request.expectedAccept(),
                        context.request().module().upgrade().subprotocols(),
                        context.request().module().conversation().compression()));
    }

    private void verdict(ChannelHandlerContext ctx, UpgradeResponse response) {
        ProbeModule module = context.request().module();
        UpgradeReport report = response.report(redirects());
        context.state().upgrade(report);
        Session session = report.upgraded() ? speakWebSocket(ctx, response.agreedCompression()) : null;
        boolean welcome = module.verdict().validStatusCodes().contains(response.status());
        Failure fault = response.faultFor(module.verdict());
        if (!welcome && isFollowed(response.status())) {
            redirect(response.headers().get("Location"));
        } else if (!welcome && isStaleToken(response.status())) {
            answered.complete(new UpgradeAnswer.TokenStale());
        } else if (fault != null) {
            answered.completeExceptionally(new ProbeFailedException(fault));
        } else {
            answered.complete(session == null ? new UpgradeAnswer.Refused() : new UpgradeAnswer.Upgraded(session));
        }
    }

    /**
     * Turns the channel from HTTP to WebSocket, inside the very read that brought the 101: frames may stand in the same
     * packet, and removing the HTTP codec hands them on.
     */
    private Session speakWebSocket(ChannelHandlerContext ctx, AgreedCompression agreed) {
        Session session = Session.over(context, agreed);
        ctx.pipeline().remove(NAME);
        ctx.pipeline().remove(HTTP);
        return session;
    }

    private @Nullable Integer redirects() {
        return context.request().module().upgrade().followRedirects()
                ? context.hop().redirects()
                : null;
    }

    private boolean isFollowed(int status) {
        return context.request().module().upgrade().followRedirects() && Redirects.isRedirect(status);
    }

    private void redirect(@Nullable String location) {
        try {
            answered.complete(new UpgradeAnswer.Redirected(
                    Redirects.follow(context.request().policy(), context.hop(), location)));
        } catch (ProbeFailedException e) {
            answered.completeExceptionally(e);
        }
    }

    private boolean isStaleToken(int status) {
        return status == UNAUTHORIZED && tokenRenewable;
    }

    private void log(HttpResponse response) {
        context.log()
                .info("response: " + response.protocolVersion() + " "
                        + QueryValues.hideIn(response.status().toString()));
        response.headers()
                .forEach(field -> context.log()
                        .debug("response header: " + field.getKey() + ": "
                                + Text.ofHeader(field.getKey(), field.getValue())));
    }

    private ProbeFailedException unparsable(Throwable cause) {
        if (cause instanceof PrematureChannelClosureException) {
            return ConnectionEnd.during(
                    Phase.UPGRADE, null, context.channel().wire().fault(), HEAD);
        }
        boolean tooLarge = cause instanceof TooLongHttpHeaderException || cause instanceof TooLongHttpLineException;
        return tooLarge
                ? new ProbeFailedException(
                        Phase.UPGRADE,
                        Reason.RESPONSE_TOO_LARGE,
                        "the head of the response has more than " + ResponseHeadGuard.MAX_HEAD_BYTES + " bytes")
                : new ProbeFailedException(
                        Phase.UPGRADE,
                        Reason.INVALID_HTTP_RESPONSE,
                        "the response is not HTTP: " + QueryValues.hideIn(String.valueOf(cause.getMessage())));
    }

    private void fail(Reason reason, String detail) {
        answered.completeExceptionally(new ProbeFailedException(Phase.UPGRADE, reason, detail));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        answered.completeExceptionally(ConnectionEnd.beforeAnswer(context.channel(), null, HEAD));
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        answered.completeExceptionally(ConnectionEnd.beforeAnswer(context.channel(), cause, HEAD));
        ctx.fireExceptionCaught(cause);
    }

    /** What an upgrade request led to, when it led to no failure. */
    public sealed interface UpgradeAnswer {
        /** An upgraded connection. */
        record Upgraded(Session session) implements UpgradeAnswer {}

        /** A refusal that the module counts as the success. */
        record Refused() implements UpgradeAnswer {}

        /** A redirect to follow. */
        record Redirected(Target location) implements UpgradeAnswer {}

        /** The server refuses a token that was fetched for an earlier probe; it may accept a new one. */
        record TokenStale() implements UpgradeAnswer {}
    }
}
