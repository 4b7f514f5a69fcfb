package dev.websocketexporter.engine.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;

/** What every probe begins and ends with, made once. */
final class FixedFrames {
    private static final int CONNECTION = 0;

    private static final ByteBuf PREFACE = kept(madePreface());
    private static final ByteBuf FAREWELL = kept(madeFarewell());

    private FixedFrames() {}

    /**
     * What a client begins with (RFC 9113 §3.4). Its SETTINGS forbid pushes, and bound header lists and windows.
     *
     * @return to be written to a channel
     */
    static ByteBuf preface() {
        return PREFACE.duplicate();
    }

    /**
     * What a client leaves with that has nothing more to say: the end of its half of the stream, and a GOAWAY.
     *
     * @return to be written to a channel
     */
    static ByteBuf farewell() {
        return FAREWELL.duplicate();
    }

    private static ByteBuf kept(ByteBuf made) {
        return Unpooled.unreleasableBuffer(made).asReadOnly();
    }

    private static ByteBuf madeFarewell() {
        int goAway = 2 * Http2CodecUtil.INT_FIELD_LENGTH;
        ByteBuf bytes = Unpooled.directBuffer(2 * Http2CodecUtil.FRAME_HEADER_LENGTH + goAway);
        Http2CodecUtil.writeFrameHeader(
                bytes, 0, Http2FrameTypes.DATA, new Http2Flags().endOfStream(true), StreamFrames.STREAM);
        Http2CodecUtil.writeFrameHeader(bytes, goAway, Http2FrameTypes.GO_AWAY, new Http2Flags(), CONNECTION);
        return bytes.writeInt(0).writeInt((int) Http2Error.NO_ERROR.code());
    }

    private static ByteBuf madePreface() {
        ByteBuf preface = Http2CodecUtil.connectionPrefaceBuf();
        ByteBuf bytes = Unpooled.directBuffer(preface.readableBytes() + 64).writeBytes(preface);
        int settings = 3;
        Http2CodecUtil.writeFrameHeader(
                bytes,
                settings * Http2CodecUtil.SETTING_ENTRY_LENGTH,
                Http2FrameTypes.SETTINGS,
                new Http2Flags(),
                CONNECTION);
        setting(bytes, Http2CodecUtil.SETTINGS_ENABLE_PUSH, 0);
        setting(bytes, Http2CodecUtil.SETTINGS_INITIAL_WINDOW_SIZE, ReceiveWindow.SIZE);
        setting(bytes, Http2CodecUtil.SETTINGS_MAX_HEADER_LIST_SIZE, HeadBudget.MAX_BYTES);
        // RFC 9113 §6.9.2: the window of the connection begins with its default, whatever SETTINGS say.
        Http2CodecUtil.writeFrameHeader(
                bytes,
                Http2CodecUtil.WINDOW_UPDATE_FRAME_LENGTH - Http2CodecUtil.FRAME_HEADER_LENGTH,
                Http2FrameTypes.WINDOW_UPDATE,
                new Http2Flags(),
                CONNECTION);
        return bytes.writeInt(ReceiveWindow.SIZE - Http2CodecUtil.DEFAULT_WINDOW_SIZE);
    }

    private static void setting(ByteBuf bytes, char identifier, int value) {
        bytes.writeShort(identifier).writeInt(value);
    }
}
