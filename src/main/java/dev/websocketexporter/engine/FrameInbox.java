package dev.websocketexporter.engine;

import dev.websocketexporter.probe.CloseCode;
import dev.websocketexporter.probe.CloseReport;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Takes the frames that come after the upgrade, whenever they come: pings are answered, data that nobody asked for is
 * dropped, and the end of the connection is kept for whoever asks. Confined to the probe's event loop.
 */
final class FrameInbox extends SimpleChannelInboundHandler<WebSocketFrame> {
    static final String NAME = "inbox";

    private final ProbeRun run;
    private final CompletableFuture<CloseReport> ended = new CompletableFuture<>();

    FrameInbox(ProbeRun run) {
        this.run = run;
    }

    /** Completes with the peer's Close, or with what came instead of one. */
    CompletableFuture<CloseReport> ended() {
        return ended;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            ended.complete(report(close));
        } else if (frame instanceof PingWebSocketFrame ping) {
            // RFC 6455 §5.5.2: answered with the same payload.
            Writes.send(ctx.channel(), new PongWebSocketFrame(ping.content().retain()), this::broken);
        }
    }

    private CloseReport report(CloseWebSocketFrame close) {
        int code = close.statusCode();
        String reason = close.reasonText();
        run.log()
                .info("the server's Close: " + (code < 0 ? "without a code" : code)
                        + (reason.isEmpty() ? "" : " " + Quoting.quoted(reason)));
        return new CloseReport(code < 0 ? CloseCode.NO_STATUS : code, reason.isEmpty() ? null : reason, true);
    }

    /** A write failed: the connection is gone, and no Close will come. */
    void broken(Throwable cause) {
        endWithoutClose("writing failed: " + cause.getMessage());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        endWithoutClose("the connection ended");
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (ConnectionEnd.isEnd(cause)) {
            endWithoutClose(String.valueOf(cause.getMessage()));
        } else if (!(cause instanceof DecoderException)) {
            // Not the peer's doing.
            ended.completeExceptionally(cause);
        } else if (ended.complete(new CloseReport(null, null, false))) {
            run.log().info("no Close to be had: " + cause.getMessage());
        }
        ctx.fireExceptionCaught(cause);
    }

    private void endWithoutClose(@Nullable String how) {
        if (ended.complete(new CloseReport(CloseCode.ABNORMAL, null, false))) {
            run.log().info("no Close from the server: " + how);
        }
    }
}
