package dev.websocketexporter.engine.crl;

import dev.websocketexporter.engine.http.LenientHttp;
import dev.websocketexporter.engine.run.ConnectionEnd;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.TailHandler;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.engine.run.Writes;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.tls.CrlReader;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Gets a revocation list over an open connection, piece by piece, each of which is reserved before the next is read. */
final class CrlDownload extends SimpleChannelInboundHandler<HttpObject> {
    /** The largest lists of public authorities have some 10 MB, of which clients complain. */
    static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final String ANSWER = "the whole list had come";

    private final PhaseContext context;
    private final CrlMemory memory;
    private final CompletableFuture<byte[]> got = new CompletableFuture<>();
    private final List<byte[]> pieces = new ArrayList<>();
    private long size;
    /** What comes now belongs to a response that only announces the answer. */
    private boolean informational;

    private CrlDownload(PhaseContext context, CrlMemory memory) {
        this.context = context;
        this.memory = memory;
    }

    /** Completes on the loop; the memory then has room for reading the list. */
    static CompletableFuture<byte[]> get(PhaseContext context, String userAgent, CrlMemory memory) {
        context.waitFor(() -> "the whole revocation list");
        if (!context.channel().isUsable()) {
            return CompletableFuture.failedFuture(ConnectionEnd.beforeAnswer(
                    context.channel(), context.channel().fault(), ANSWER));
        }
        CrlDownload download = new CrlDownload(context, memory);
        memory.whenEvicted(download::noRoom);
        ChannelPipeline pipeline = context.channel().pipeline();
        pipeline.addBefore(TailHandler.NAME, "http", LenientHttp.codec());
        pipeline.addBefore(TailHandler.NAME, "crl", download);
        Writes.send(
                context.channel().get(),
                request(context.hop().target(), userAgent),
                cause -> download.got.completeExceptionally(
                        ConnectionEnd.beforeAnswer(context.channel(), cause, ANSWER)));
        context.channel().get().config().setAutoRead(true);
        return download.got;
    }

    private static FullHttpRequest request(Target target, String userAgent) {
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.GET, target.requestTarget(), Unpooled.EMPTY_BUFFER);
        request.headers()
                .set("Host", target.hostHeader())
                .set("User-Agent", userAgent)
                .set("Accept", "application/pkix-crl, */*")
                .set("Connection", "close");
        return request;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
        if (got.isDone()) {
            return;
        }
        if (part.decoderResult().isFailure()) {
            fail(Reason.INVALID_HTTP_RESPONSE, "the answer is not HTTP, or is broken");
            return;
        }
        if (part instanceof HttpResponse response) {
            informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            judge(response);
        }
        if (part instanceof HttpContent content && !informational && !got.isDone()) {
            take(content);
        }
    }

    private void judge(HttpResponse response) {
        if (informational) {
            return;
        }
        if (!response.status().equals(HttpResponseStatus.OK)) {
            boolean redirect = response.status().codeClass() == HttpStatusClass.REDIRECTION;
            fail(
                    Reason.UNEXPECTED_STATUS,
                    "status " + response.status().code() + " (expected: 200"
                            + (redirect ? "; a redirect is not followed)" : ")"));
        } else if (HttpUtil.getContentLength(response, 0L) > MAX_BYTES) {
            tooLarge();
        }
    }

    private void take(HttpContent content) {
        size += content.content().readableBytes();
        if (size > MAX_BYTES) {
            tooLarge();
        } else if (!memory.hold(size)) {
            noRoom();
        } else {
            pieces.add(ByteBufUtil.getBytes(content.content()));
            if (content instanceof LastHttpContent) {
                complete();
            }
        }
    }

    private void complete() {
        if (!memory.hold(size * CrlReader.TIMES_ITS_SIZE)) {
            noRoom();
            return;
        }
        byte[] whole = new byte[(int) size];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        pieces.clear();
        memory.whenEvicted(() -> {});
        got.complete(whole);
    }

    private void tooLarge() {
        fail(Reason.RESPONSE_TOO_LARGE, "it has more than " + Text.ofBytes(MAX_BYTES));
    }

    private void noRoom() {
        end(ProbeFailedException.ofExporter(
                Phase.UPGRADE,
                ExporterLimit.MEMORY,
                "there was no room for it in the exporter's total for messages (expected: fewer probes at once, or a larger"
                        + " heap)"));
    }

    private void fail(Reason reason, String detail) {
        end(new ProbeFailedException(Phase.UPGRADE, reason, detail));
    }

    private void end(Throwable failure) {
        pieces.clear();
        got.completeExceptionally(failure);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(ConnectionEnd.during(Phase.UPGRADE, null, context.channel().wire().fault(), ANSWER));
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(ConnectionEnd.beforeAnswer(context.channel(), cause, ANSWER));
        ctx.fireExceptionCaught(cause);
    }
}
