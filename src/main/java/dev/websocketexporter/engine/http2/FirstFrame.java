package dev.websocketexporter.engine.http2;

import dev.websocketexporter.engine.http.ResponseHeadDecoder;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2FrameTypes;
import org.jspecify.annotations.Nullable;

/**
 * Whether a server speaks HTTP/2 at all: its first frame is SETTINGS (RFC 9113 §3.4). Another protocol is known by its
 * first bytes, before they make a frame. Confined to the event loop.
 */
final class FirstFrame {
    private static final int TYPE = 3;
    private static final int STREAM_BEGIN = 5;
    private static final int STREAM_END = 9;

    private boolean untouched = true;
    private boolean known;

    /** Whether nothing has come. */
    boolean isUntouched() {
        return untouched;
    }

    /** What came instead, in words; null if it is, or may be, HTTP/2. The bytes are not consumed. */
    @Nullable
    String strangerIn(ByteBuf bytes) {
        untouched = untouched && !bytes.isReadable();
        if (known) {
            return null;
        }
        int length = bytes.readableBytes();
        for (int i = 0; i < Math.min(length, STREAM_END); i++) {
            if (!fits(i, bytes.getByte(bytes.readerIndex() + i))) {
                known = true;
                return "something that is not HTTP/2: " + ResponseHeadDecoder.firstBytes(bytes);
            }
        }
        known = length >= STREAM_END;
        return null;
    }

    /** A server that wants no more connections may begin with GOAWAY. */
    private static boolean fits(int place, byte value) {
        if (place == TYPE) {
            return value == Http2FrameTypes.SETTINGS || value == Http2FrameTypes.GO_AWAY;
        }
        boolean zero = place == 0 || (place >= STREAM_BEGIN && place < STREAM_END);
        return !zero || value == 0;
    }
}
