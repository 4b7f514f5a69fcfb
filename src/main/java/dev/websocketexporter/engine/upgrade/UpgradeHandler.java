package dev.websocketexporter.engine.upgrade;

import dev.websocketexporter.engine.frames.PerMessageDeflate.AgreedCompression;
import dev.websocketexporter.engine.http.RefusalHandler;
import dev.websocketexporter.engine.http.ResponseHead;
import dev.websocketexporter.engine.http.ResponseHead.MalformedHead;
import dev.websocketexporter.engine.http.StatusLine;
import dev.websocketexporter.engine.run.Causes;
import dev.websocketexporter.engine.run.ConnectionEnd;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.engine.session.Session;
import dev.websocketexporter.probe.ProbeResult.LogLine.Topic;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.report.UpgradeReport;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.value.QueryValues;
import dev.websocketexporter.probe.value.Secret;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Waits for the head of the response to the upgrade request and judges it. */
final class UpgradeHandler extends ChannelInboundHandlerAdapter {
    static final String NAME = "upgrade";

    private static final int LINE_SHOWN = 200;
    private static final int UNAUTHORIZED = 401;
    static final String AWAITED = "the complete head of the response to the upgrade request";
    static final String HEAD = "the head of the response was complete";

    private final PhaseContext context;
    private final HandshakeCodec codec;
    private final UpgradeRequest request;
    private final @Nullable Secret renewable;
    private final CompletableFuture<UpgradeAnswer> answered;
    private String waitingFor = HEAD;

    /**
     * @param renewable the token of an earlier probe that the request carries, if a new one may be accepted
     */
    UpgradeHandler(
            PhaseContext context,
            HandshakeCodec codec,
            UpgradeRequest request,
            @Nullable Secret renewable,
            CompletableFuture<UpgradeAnswer> answered) {
        this.context = context;
        this.codec = codec;
        this.request = request;
        this.renewable = renewable;
        this.answered = answered;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (!answered.isDone()) {
                take(ctx, message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void take(ChannelHandlerContext ctx, Object message) {
        if (message instanceof StatusLine line) {
            began(line);
        } else if (message instanceof ResponseHead head) {
            judge(ctx, head);
        } else if (message instanceof MalformedHead malformed) {
            String answer =
                    "the server answered with " + malformed.detail() + codec.causeOfNoHttp(malformed.detail(), asked());
            switch (malformed.fault()) {
                case TOO_LARGE -> fail(Reason.RESPONSE_TOO_LARGE, answer);
                case NOT_HTTP -> fail(Reason.INVALID_HTTP_RESPONSE, answer);
                case NO_ROOM -> answered.completeExceptionally(malformed.noRoom(Phase.UPGRADE, answer));
            }
        }
    }

    /** The status is known from now on, whatever becomes of the rest of the head. */
    private void began(StatusLine line) {
        context.log().info("response: " + Printable.beginning(QueryValues.hideInText(line.toString()), LINE_SHOWN));
        if (!line.isInterim()) {
            context.state()
                    .upgrade(new UpgradeReport(line.code(), false, null, List.of(), redirects())
                            .over(line.httpVersion()));
            waitingFor = HEAD + " (its status is " + line.code() + ")";
            context.waitFor(() -> "the rest of the head of the response (its status is " + line.code() + ")");
        }
    }

    private void judge(ChannelHandlerContext ctx, ResponseHead head) {
        logFields(head);
        StatusLine line = head.line();
        boolean whole = head.end() == ResponseHead.End.EMPTY_LINE;
        boolean upgrade = line.code() == UpgradeResponse.SWITCHING_PROTOCOLS;
        if (!codec.accepts(line)) {
            fail(Reason.INVALID_HTTP_RESPONSE, "the response is " + line.version() + " (expected: HTTP/1.1)");
            return;
        }
        if (line.isInterim() || (upgrade && !whole)) {
            return;
        }
        if (whole) {
            context.clock().stopAt(context.channel().wire().lastReadAt());
        }
        verdict(
                ctx,
                head,
                new UpgradeResponse(
                        line.code(),
                        head.fields(),
                        request.expectedAccept(),
                        request.offered(),
                        context.request().module().conversation().compression()));
    }

    private void verdict(ChannelHandlerContext ctx, ResponseHead head, UpgradeResponse response) {
        ProbeModule module = context.request().module();
        UpgradeReport report =
                withoutSecrets(response.report(redirects())).over(head.line().httpVersion());
        context.state().upgrade(report);
        logSelection(report, response);
        Session session = report.upgraded() ? speakWebSocket(ctx, response.agreedCompression()) : null;
        boolean welcome = response.isWelcome(module.verdict());
        Failure fault = response.faultFor(module.verdict());
        if (!welcome && isFollowed(response.status())) {
            redirect(response.headers().get("Location"));
        } else if (!welcome && renewable != null && response.status() == UNAUTHORIZED) {
            answered.complete(new UpgradeAnswer.TokenStale(renewable));
        } else if (fault == null) {
            if (session == null) {
                RefusalHandler.succeed(
                        ctx, context, head, body -> refused(new UpgradeAnswer.Refused(), report, body), answered);
            } else {
                answered.complete(new UpgradeAnswer.Upgraded(session));
            }
        } else if (response.isUpgrade()) {
            answered.completeExceptionally(new ProbeFailedException(fault));
        } else {
            RefusalHandler.fail(
                    ctx, context, head, body -> refused(explained(fault, response, body), report, body), answered);
        }
    }

    /** The body is reported too, whatever the answer is worth. */
    private <T> T refused(T answer, UpgradeReport report, String body) {
        if (!body.isEmpty()) {
            context.state().upgrade(report.withBody(body));
        }
        return answer;
    }

    private Failure explained(Failure fault, UpgradeResponse response, String body) {
        if (fault.reason() != Reason.UNEXPECTED_STATUS) {
            return fault;
        }
        RefusalCauses.Answer answer = response.asRefusal(context.hop(), context.log()::withoutSecrets, body);
        return fault.withDetail(fault.detail() + RefusalCauses.of(answer, asked()));
    }

    /** What the answer is waited for in vain with, in words that follow "waiting for". */
    String awaited() {
        return codec.awaited() + (codec.isUntouched() ? codec.causeOfSilence(asked()) : "");
    }

    private Causes.Asked asked() {
        return request.asked(context.hop().target().secure());
    }

    /** Many servers and libraries select the first name, whatever it is: that proves nothing. */
    private void logSelection(UpgradeReport report, UpgradeResponse response) {
        if (report.subprotocol() != null && response.selectedTheFirst()) {
            boolean only = request.offered().names().size() == 1;
            context.log()
                    .debug("the server selected " + Printable.quotedAscii(report.subprotocol()) + ", the "
                            + (only
                                    ? "only one offered: it may not know it"
                                    : "first one offered: it may not know any"));
        }
    }

    /** The names of extensions become labels, and a peer chooses them. */
    private UpgradeReport withoutSecrets(UpgradeReport report) {
        if (report.extensions().isEmpty()) {
            return report;
        }
        List<String> extensions =
                report.extensions().stream().map(context.log()::withoutSecrets).toList();
        return new UpgradeReport(
                report.statusCode(), report.upgraded(), report.subprotocol(), extensions, report.redirects());
    }

    /**
     * Turns the channel from HTTP to WebSocket, inside the very read that brought the 101: frames may stand in the same
     * packet, and removing the HTTP codec hands them on.
     */
    private Session speakWebSocket(ChannelHandlerContext ctx, AgreedCompression agreed) {
        Session session = Session.over(context, agreed);
        ctx.pipeline().remove(NAME);
        codec.giveWay(context.channel());
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

    private void logFields(ResponseHead head) {
        head.fields()
                .forEach(field -> context.log()
                        .debug(
                                Topic.RESPONSE_FIELD,
                                "response header: " + field.getKey() + ": "
                                        + Text.ofHeader(field.getKey(), field.getValue())));
        if (head.end() == ResponseHead.End.CONNECTION) {
            int fields = head.fields().size();
            context.log()
                    .info("the connection ended inside the head of the response, without an empty line after " + fields
                            + (fields == 1 ? " field" : " fields"));
        }
    }

    private void fail(Reason reason, String detail) {
        answered.completeExceptionally(new ProbeFailedException(Phase.UPGRADE, reason, detail));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        // After its answer a connection may have been left for another one.
        if (!answered.isDone()) {
            brokenBy(null);
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!answered.isDone()) {
            brokenBy(cause);
        }
        ctx.fireExceptionCaught(cause);
    }

    /**
     * The connection has ended before the answer was complete.
     *
     * @param cause what the channel or a write reported; null when the channel just became inactive
     */
    void brokenBy(@Nullable Throwable cause) {
        Throwable end = ConnectionEnd.beforeAnswer(context.channel(), cause, waitingFor);
        answered.completeExceptionally(
                codec.isUntouched() ? ConnectionEnd.withCause(end, how -> codec.causeOfEnd(how, asked())) : end);
    }
}
