package dev.websocketexporter.engine.http2;

import dev.websocketexporter.engine.http.ResponseHead.MalformedHead;
import dev.websocketexporter.engine.http.ResponseHead.MalformedHead.Fault;
import dev.websocketexporter.engine.http.ResponseHeadDecoder;
import dev.websocketexporter.engine.run.HeadMemory;
import dev.websocketexporter.engine.run.HeadMemory.Room;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What header lists may take: as many bytes as a head over HTTP/1.1, interim responses included, of the exporter's total
 * for messages. Confined to the event loop.
 */
final class HeadBudget {
    /** In bytes, with 32 for each field when it is not compressed (RFC 9113 §6.5.2). */
    static final int MAX_BYTES = ResponseHeadDecoder.MAX_HEAD_BYTES;

    /** About what a field takes besides its characters. */
    private static final int FIELD_BYTES = 160;

    private static final int END_HEADERS = 0x4;

    private final HeadMemory memory;
    private int bytes;
    private boolean begun;

    HeadBudget(HeadMemory memory) {
        this.memory = memory;
    }

    /** Whether a header list has begun and not ended. */
    boolean isBegun() {
        return begun;
    }

    /** A frame is about to be read; what is wrong with its header list, or null. */
    @Nullable
    MalformedHead frame(byte type, int flags, int length) {
        if (type != Http2FrameTypes.HEADERS && type != Http2FrameTypes.CONTINUATION) {
            return null;
        }
        begun = (flags & END_HEADERS) == 0;
        bytes += length;
        if (bytes > MAX_BYTES) {
            return tooLarge();
        }
        return hold(bytes);
    }

    /** A header list was decoded, and is kept until the response is judged; what is wrong with that, or null. */
    @Nullable
    MalformedHead list(Http2Headers list) {
        long size = 0;
        for (Map.Entry<CharSequence, CharSequence> field : list) {
            size += field.getKey().length() + field.getValue().length() + FIELD_BYTES;
        }
        return hold(size);
    }

    private @Nullable MalformedHead hold(long needed) {
        Room room = memory.hold(needed);
        return switch (room) {
            case ENOUGH -> null;
            case NONE_FOR_THE_LARGEST -> evicted();
            case NONE -> noRoom();
        };
    }

    static MalformedHead tooLarge() {
        return new MalformedHead(Fault.TOO_LARGE, "a header list of more than " + MAX_BYTES + " bytes");
    }

    static MalformedHead tooManyFrames() {
        return new MalformedHead(Fault.TOO_LARGE, "a header list in more CONTINUATION frames than its size needs");
    }

    private MalformedHead noRoom() {
        return new MalformedHead(Fault.NO_ROOM, "a header list of more than " + bytes + " bytes");
    }

    MalformedHead evicted() {
        if (!memory.isToBlame()) {
            return noRoom();
        }
        return new MalformedHead(
                Fault.TOO_LARGE,
                "a header list of " + bytes
                        + " bytes, which held more than those of any other probe when the exporter's"
                        + " total for messages was used up (expected: a smaller head)");
    }

    /** The response is judged, or the connection is gone. */
    void release() {
        memory.release();
    }
}
