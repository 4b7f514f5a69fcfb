package dev.websocketexporter.engine.upgrade;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Printable;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * Watches the bytes of a response's head before they are parsed: a server that does not speak HTTP fails at its first
 * bytes, when the parser would still wait for the end of a line; and the head as a whole is bounded.
 */
final class ResponseHeadGuard extends ChannelInboundHandlerAdapter {
    static final String NAME = "head-guard";

    /** The most that the head of a response may have, its 1xx predecessors included. */
    static final int MAX_HEAD_BYTES = 64 * 1024;

    private static final byte[] BEGINNING = "HTTP/".getBytes(StandardCharsets.US_ASCII);
    private static final int BYTES_SHOWN = 32;

    private final CompletableFuture<?> step;
    private int matched;
    private long bytes;

    ResponseHeadGuard(CompletableFuture<?> step) {
        this.step = step;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf buffer) {
            if (!beginsLikeHttp(buffer)) {
                fail(
                        Reason.INVALID_HTTP_RESPONSE,
                        "the server answered with something that is not HTTP: " + firstBytes(buffer));
                buffer.release();
                return;
            }
            bytes += buffer.readableBytes();
        }
        ctx.fireChannelRead(message);
        // Still here, so the parser has not seen the end of the head in these bytes.
        if (bytes > MAX_HEAD_BYTES && !ctx.isRemoved()) {
            fail(Reason.RESPONSE_TOO_LARGE, "the head of the response has more than " + MAX_HEAD_BYTES + " bytes");
        }
    }

    /** An empty line before the status line is tolerated (RFC 9112 §2.2 says so of servers; clients do the same). */
    private boolean beginsLikeHttp(ByteBuf buffer) {
        for (int i = buffer.readerIndex(); i < buffer.writerIndex() && matched < BEGINNING.length; i++) {
            byte b = buffer.getByte(i);
            boolean emptyLine = matched == 0 && (b == '\r' || b == '\n');
            if (b == BEGINNING[matched]) {
                matched++;
            } else if (!emptyLine) {
                return false;
            }
        }
        return true;
    }

    private static String firstBytes(ByteBuf buffer) {
        int length = Math.min(buffer.readableBytes(), BYTES_SHOWN);
        String latin1 = buffer.toString(buffer.readerIndex(), length, StandardCharsets.ISO_8859_1);
        return Printable.quotedAscii(latin1) + (buffer.readableBytes() > length ? "…" : "");
    }

    private void fail(Reason reason, String detail) {
        step.completeExceptionally(new ProbeFailedException(Phase.UPGRADE, reason, detail));
    }
}
