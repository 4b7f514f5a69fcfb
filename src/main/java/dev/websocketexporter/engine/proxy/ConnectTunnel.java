package dev.websocketexporter.engine.proxy;

import dev.websocketexporter.engine.http.RefusalHandler;
import dev.websocketexporter.engine.http.ResponseHead;
import dev.websocketexporter.engine.http.ResponseHead.MalformedHead;
import dev.websocketexporter.engine.http.ResponseHeadDecoder;
import dev.websocketexporter.engine.http.StatusLine;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.TailHandler;
import dev.websocketexporter.engine.run.Writes;
import dev.websocketexporter.engine.values.SentField;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Printable;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A tunnel by HTTP CONNECT (RFC 9110 §9.3.6). */
final class ConnectTunnel extends ChannelInboundHandlerAdapter {
    private static final String REQUEST = "proxy-request";
    private static final String RESPONSE = "proxy-response";
    private static final String NAME = "proxy-connect";
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private final PhaseContext context;
    private final CompletableFuture<@Nullable Void> opened;

    private ConnectTunnel(PhaseContext context, CompletableFuture<@Nullable Void> opened) {
        this.context = context;
        this.opened = opened;
    }

    static CompletableFuture<@Nullable Void> open(
            PhaseContext context, Proxy proxy, List<SentField> fields, String userAgent) {
        if (!context.channel().isUsable()) {
            return CompletableFuture.failedFuture(
                    ProxyFailures.brokenOff(context.channel(), context.channel().fault()));
        }
        CompletableFuture<@Nullable Void> opened = new CompletableFuture<>();
        ChannelPipeline pipeline = context.channel().pipeline();
        pipeline.addBefore(TailHandler.NAME, REQUEST, new HttpRequestEncoder());
        pipeline.addBefore(TailHandler.NAME, RESPONSE, new ResponseHeadDecoder(context::headMemory));
        pipeline.addBefore(TailHandler.NAME, NAME, new ConnectTunnel(context, opened));
        Writes.send(
                context.channel().get(),
                request(context, proxy, fields, userAgent),
                cause -> opened.completeExceptionally(ProxyFailures.brokenOff(context.channel(), cause)));
        context.channel().get().config().setAutoRead(true);
        return opened;
    }

    private static FullHttpRequest request(
            PhaseContext context, Proxy proxy, List<SentField> fields, String userAgent) {
        String authority = context.hop().target().authority();
        FullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.CONNECT, authority, Unpooled.EMPTY_BUFFER);
        request.headers().set("Host", authority).set("User-Agent", userAgent);
        Proxy.Login login = proxy.login();
        if (login != null) {
            String basic =
                    SentField.basic(login.username().reveal(), login.password().reveal());
            request.headers().set("Proxy-Authorization", "Basic " + basic);
            context.log().hide(basic);
        }
        for (SentField field : fields) {
            request.headers().add(field.name(), field.value());
            context.log().hide(field.value());
        }
        return request;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof ResponseHead head && !opened.isDone()) {
                judge(ctx, head);
            } else if (message instanceof MalformedHead malformed) {
                opened.completeExceptionally(fault(malformed));
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private static ProbeFailedException fault(MalformedHead malformed) {
        String answered = "the proxy answered CONNECT with " + malformed.detail();
        return malformed.fault() == MalformedHead.Fault.NO_ROOM
                ? malformed.noRoom(Phase.PROXY, answered)
                : ProxyFailures.protocolError(answered);
    }

    /** RFC 9110 §9.3.6: any 2xx opens the tunnel, right after its head; a length that it announces does not count. */
    private void judge(ChannelHandlerContext ctx, ResponseHead head) {
        context.log().debug("the proxy's answer: " + head.line().status());
        boolean whole = head.end() == ResponseHead.End.EMPTY_LINE;
        boolean success = HttpStatusClass.valueOf(head.line().code()) == HttpStatusClass.SUCCESS;
        if (head.line().isInterim() || (success && !whole)) {
            return;
        }
        context.clock().stopAt(context.channel().wire().lastReadAt());
        if (success) {
            giveWay(ctx);
        } else {
            RefusalHandler.fail(ctx, context, head, body -> refusal(head.line()), opened);
        }
    }

    /** What follows the answer is the target's; it is kept for the phase that speaks with it. */
    private void giveWay(ChannelHandlerContext ctx) {
        context.channel().holdBack();
        ctx.pipeline().remove(this);
        ctx.pipeline().remove(REQUEST);
        ctx.pipeline().remove(RESPONSE);
        opened.complete(null);
    }

    private static Failure refusal(StatusLine line) {
        String answered = "the proxy answered CONNECT with status " + Printable.oneLine(line.status(), 100);
        return line.code() == PROXY_AUTHENTICATION_REQUIRED
                ? new Failure(Phase.PROXY, Reason.PROXY_AUTH_REQUIRED, answered)
                : new Failure(Phase.PROXY, Reason.PROXY_REFUSED, answered + " (expected: 200)");
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        opened.completeExceptionally(ProxyFailures.brokenOff(context.channel(), null));
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        opened.completeExceptionally(ProxyFailures.brokenOff(context.channel(), cause));
        ctx.fireExceptionCaught(cause);
    }
}
