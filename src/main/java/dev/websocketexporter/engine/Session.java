package dev.websocketexporter.engine;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;

/** An upgraded connection: frames go out masked and come into the inbox (RFC 6455 §5). */
final class Session {
    /** The largest frame that is taken in. */
    private static final int MAX_FRAME_BYTES = 1024 * 1024;

    private final Channel channel;
    private final ProbeRun run;
    private final FrameInbox inbox;
    private boolean closeSent;

    private Session(Channel channel, ProbeRun run, FrameInbox inbox) {
        this.channel = channel;
        this.run = run;
        this.inbox = inbox;
    }

    /**
     * Turns the channel from HTTP to WebSocket, inside the very read that brought the 101: frames may stand in the same
     * packet, and removing the HTTP codec hands them on.
     */
    static Session begin(ChannelHandlerContext http, ProbeRun run) {
        FrameInbox inbox = new FrameInbox(run);
        Session session = new Session(http.channel(), run, inbox);
        ChannelPipeline pipeline = http.pipeline();
        pipeline.addBefore(ChannelWatch.NAME, "frame-decoder", new WebSocket13FrameDecoder(decoding()));
        pipeline.addBefore(ChannelWatch.NAME, "frame-encoder", new WebSocket13FrameEncoder(true));
        pipeline.addBefore(ChannelWatch.NAME, FrameInbox.NAME, inbox);
        run.channel().upgraded(session);
        pipeline.remove(UpgradeHandler.NAME);
        pipeline.remove(UpgradePhase.HTTP);
        return session;
    }

    private static WebSocketDecoderConfig decoding() {
        return WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(MAX_FRAME_BYTES)
                .expectMaskedFrames(false)
                .allowMaskMismatch(false)
                .allowExtensions(false)
                // How the connection ends is the probe's business.
                .closeOnProtocolViolation(false)
                .build();
    }

    FrameInbox inbox() {
        return inbox;
    }

    /** Sends our Close, once: later calls do nothing. Whether it could be written shows in the inbox. */
    void sendClose(int code) {
        if (closeSent || !channel.isActive()) {
            return;
        }
        closeSent = true;
        run.log().debug("sending Close " + code);
        Writes.send(channel, new CloseWebSocketFrame(code, ""), inbox::broken);
    }
}
