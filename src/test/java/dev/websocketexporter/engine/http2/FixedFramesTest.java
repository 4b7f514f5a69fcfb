package dev.websocketexporter.engine.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes that are made once are what a reader of HTTP/2 takes them for. */
class FixedFramesTest {
    private static final String MAGIC = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final List<String> read = new ArrayList<>();

    @Test
    void thePrefaceBoundsWhatTheServerMaySend() throws Http2Exception {
        ByteBuf bytes = FixedFrames.preface();
        assertThat(bytes.readCharSequence(MAGIC.length(), StandardCharsets.US_ASCII))
                .hasToString(MAGIC);

        readAll(bytes);

        assertThat(read)
                .containsExactly(
                        "push false, window 1048576, list 65536", "the window of 0 grows by " + (1_048_576 - 65_535));
    }

    @Test
    void theFarewellEndsTheStreamAndTheConnection() throws Http2Exception {
        readAll(FixedFrames.farewell());

        assertThat(read).containsExactly("0 bytes on 1, the last", "GOAWAY 0 after 0");
    }

    @Test
    void theyCanBeHadAgain() {
        int length = FixedFrames.preface().readableBytes();
        ByteBuf first = FixedFrames.preface();
        first.skipBytes(length);
        first.release();

        assertThat(FixedFrames.preface().readableBytes()).isEqualTo(length);
    }

    private void readAll(ByteBuf bytes) throws Http2Exception {
        EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
        try (DefaultHttp2FrameReader reader = new DefaultHttp2FrameReader()) {
            while (bytes.isReadable()) {
                reader.readFrame(channel.pipeline().firstContext(), bytes, new Heard());
            }
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    private final class Heard extends Http2FrameAdapter {
        @Override
        public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
            read.add("push " + settings.pushEnabled() + ", window " + settings.initialWindowSize() + ", list "
                    + settings.maxHeaderListSize());
        }

        @Override
        public void onWindowUpdateRead(ChannelHandlerContext ctx, int streamId, int increment) {
            read.add("the window of " + streamId + " grows by " + increment);
        }

        @Override
        public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean last) {
            read.add(data.readableBytes() + " bytes on " + streamId + (last ? ", the last" : ""));
            return 0;
        }

        @Override
        public void onGoAwayRead(ChannelHandlerContext ctx, int lastStream, long code, ByteBuf debugData) {
            read.add("GOAWAY " + code + " after " + lastStream);
        }
    }
}
