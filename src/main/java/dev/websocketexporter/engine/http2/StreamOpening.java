package dev.websocketexporter.engine.http2;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2FrameWriter;
import io.netty.handler.codec.http2.Http2Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Holds the request until the server's SETTINGS have come: before them no client may use extended CONNECT (RFC 8441 §3).
 * Confined to the event loop.
 */
final class StreamOpening {
    private final Ticker ticker;
    private final StreamLog log;
    private final Http2FrameWriter writer;
    private final SentData sent;
    private final long beganAt;
    private @Nullable ExtendedConnect request;
    private final ChannelPromise promise;
    private boolean settingsCame;

    /** @param promise of the request, which fails if it cannot be sent */
    StreamOpening(
            Ticker ticker,
            StreamLog log,
            Http2FrameWriter writer,
            SentData sent,
            ExtendedConnect request,
            ChannelPromise promise) {
        this.ticker = ticker;
        this.log = log;
        this.writer = writer;
        this.sent = sent;
        this.request = request;
        this.promise = promise;
        this.beganAt = ticker.read();
    }

    /** Whether the server has said what it can do. */
    boolean settingsCame() {
        return settingsCame;
    }

    /** Whether the request was sent. */
    boolean isSent() {
        return request == null;
    }

    /** SETTINGS of the server, whose values hold already; only the first ones decide about extended CONNECT. */
    void settings(ChannelHandlerContext ctx, Http2Settings settings) {
        boolean first = !settingsCame;
        settingsCame = true;
        boolean enabled = Boolean.TRUE.equals(settings.connectProtocolEnabled());
        if (first) {
            log.info("the server's SETTINGS came after " + Text.of(Duration.ofNanos(ticker.read() - beganAt)) + ": "
                    + inWords(settings));
        }
        if (first && !enabled) {
            request = null;
            promise.setFailure(new ProbeFailedException(
                    Phase.UPGRADE,
                    Reason.CONNECT_PROTOCOL_DISABLED,
                    "the server's SETTINGS have no ENABLE_CONNECT_PROTOCOL, so that it opens no WebSocket over HTTP/2"
                            + " (expected: 1, RFC 8441); over HTTP/1.1 it may"));
            return;
        }
        Long streams = settings.maxConcurrentStreams();
        boolean none = streams != null && streams == 0;
        if (none && request != null) {
            log.info("the server allows no stream for now: MAX_CONCURRENT_STREAMS is 0");
        } else {
            open(ctx);
        }
    }

    /** The connection is gone; a request that was not sent fails with the cause. */
    void fail(Throwable cause) {
        if (request != null) {
            request = null;
            promise.setFailure(cause);
        }
    }

    private void open(ChannelHandlerContext ctx) {
        ExtendedConnect held = request;
        if (held != null) {
            request = null;
            ChannelFuture unused = writer.writeHeaders(ctx, StreamFrames.STREAM, held.list(), 0, false, promise);
            sent.open();
        }
    }

    private static String inWords(Http2Settings settings) {
        return "ENABLE_CONNECT_PROTOCOL " + (Boolean.TRUE.equals(settings.connectProtocolEnabled()) ? 1 : 0)
                + ", MAX_CONCURRENT_STREAMS " + orNone(settings.maxConcurrentStreams())
                + ", INITIAL_WINDOW_SIZE " + orNone(settings.initialWindowSize());
    }

    private static String orNone(@Nullable Number value) {
        return value == null ? "not set" : value.toString();
    }
}
