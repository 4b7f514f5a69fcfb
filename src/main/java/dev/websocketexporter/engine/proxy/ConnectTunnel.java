package dev.websocketexporter.engine.proxy;

import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.TailHandler;
import dev.websocketexporter.engine.run.Writes;
import dev.websocketexporter.engine.values.SentField;
import dev.websocketexporter.probe.module.Proxy;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Printable;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A tunnel by HTTP CONNECT (RFC 9110 §9.3.6). */
final class ConnectTunnel extends ChannelInboundHandlerAdapter {
    private static final String HTTP = "proxy-http";
    private static final String NAME = "proxy-connect";
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private final PhaseContext context;
    private final CompletableFuture<@Nullable Void> opened;
    private boolean granted;

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
        pipeline.addBefore(TailHandler.NAME, HTTP, new HttpClientCodec());
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
            if (message instanceof HttpResponse response && !opened.isDone()) {
                judge(response);
            }
            if (message instanceof LastHttpContent && granted) {
                giveWay(ctx);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void judge(HttpResponse response) {
        Throwable unparsable = response.decoderResult().cause();
        if (unparsable != null) {
            opened.completeExceptionally(
                    ProxyFailures.protocolError("the proxy's answer is not HTTP: " + unparsable.getMessage()));
            return;
        }
        context.log().debug("the proxy's answer: " + response.status());
        HttpStatusClass kind = response.status().codeClass();
        if (kind == HttpStatusClass.INFORMATIONAL) {
            return;
        }
        context.clock().stopAt(context.channel().wire().lastReadAt());
        if (kind == HttpStatusClass.SUCCESS) {
            granted = true;
        } else {
            opened.completeExceptionally(refusal(response));
        }
    }

    /** What follows the answer is the target's; it is kept for the phase that speaks with it. */
    private void giveWay(ChannelHandlerContext ctx) {
        granted = false;
        context.channel().holdBack();
        ctx.pipeline().remove(this);
        ctx.pipeline().remove(HTTP);
        opened.complete(null);
    }

    private static ProbeFailedException refusal(HttpResponse response) {
        int status = response.status().code();
        String answered = "the proxy answered CONNECT with status "
                + Printable.oneLine(response.status().toString(), 100);
        return status == PROXY_AUTHENTICATION_REQUIRED
                ? new ProbeFailedException(Phase.PROXY, Reason.PROXY_AUTH_REQUIRED, answered)
                : new ProbeFailedException(Phase.PROXY, Reason.PROXY_REFUSED, answered + " (expected: 200)");
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
