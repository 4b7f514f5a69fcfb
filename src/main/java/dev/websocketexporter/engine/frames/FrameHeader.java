package dev.websocketexporter.engine.frames;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Printable;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the payload of a server's frame (RFC 6455 §5.2).
 *
 * @param isFinal whether it is the last frame of its message
 * @param compressed RSV1, which means that on the first frame of a message (RFC 7692 §6)
 * @param opcode one of those there are
 * @param length of the payload in bytes, not negative
 */
record FrameHeader(boolean isFinal, boolean compressed, int opcode, long length) {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    /** RFC 6455 §5.5. */
    static final int MAX_CONTROL_PAYLOAD = 125;

    private static final String HTTP = "HTTP/";
    private static final int MAX_LINE_SHOWN = 100;

    private static final int FIN = 0x80;
    private static final int RSV1 = 0x40;
    private static final int RSV2_AND_RSV3 = 0x30;
    private static final int MASK = 0x80;
    private static final int LENGTH_IN_2_BYTES = 126;
    private static final int LENGTH_IN_8_BYTES = 127;

    /** Takes a header out of the buffer; null, and nothing taken, while it is not complete. */
    static @Nullable FrameHeader read(ByteBuf in) throws ProbeFailedException {
        if (in.readableBytes() < 2) {
            return null;
        }
        int first = in.getUnsignedByte(in.readerIndex());
        int second = in.getUnsignedByte(in.readerIndex() + 1);
        int shortLength = second & 0x7f;
        if (isHttp(in)) {
            throw violation((in.readableBytes() < HTTP.length() ? "what begins like HTTP" : "HTTP")
                    + " where a frame was expected: " + firstLine(in) + " (expected: only frames after the 101)");
        }
        // What two bytes show to be wrong fails before more of them are waited for.
        check(first, second, shortLength);
        int size = sizeWith(shortLength);
        if (in.readableBytes() < size) {
            return null;
        }
        in.skipBytes(2);
        return new FrameHeader((first & FIN) != 0, (first & RSV1) != 0, first & 0x0f, length(shortLength, in));
    }

    /** No frame begins like this, since a control frame may not be fragmented; some servers answer twice. */
    private static boolean isHttp(ByteBuf in) {
        if (in.getByte(in.readerIndex()) != HTTP.charAt(0)) {
            return false;
        }
        int length = Math.min(in.readableBytes(), HTTP.length());
        return HTTP.startsWith(in.toString(in.readerIndex(), length, StandardCharsets.US_ASCII));
    }

    private static String firstLine(ByteBuf in) {
        int most = Math.min(in.readableBytes(), MAX_LINE_SHOWN);
        String beginning = in.toString(in.readerIndex(), most, StandardCharsets.ISO_8859_1);
        return Printable.quotedAscii(beginning.split("[\r\n]", 2)[0]);
    }

    boolean isControl() {
        return opcode >= CLOSE;
    }

    private static void check(int first, int second, int shortLength) throws ProbeFailedException {
        int opcode = first & 0x0f;
        if (opcode > PONG || (opcode > BINARY && opcode < CLOSE)) {
            throw violation("a frame with the unknown opcode " + opcode + " (expected: 0 to 2 or 8 to 10)");
        }
        if ((first & RSV2_AND_RSV3) != 0) {
            throw violation("a frame with reserved bits (expected: RSV2 and RSV3 are 0)");
        }
        if ((second & MASK) != 0) {
            throw violation("a masked frame (expected: a server never masks)");
        }
        if (opcode >= CLOSE) {
            checkControl(first, shortLength);
        }
    }

    private static void checkControl(int first, int shortLength) throws ProbeFailedException {
        if ((first & FIN) == 0) {
            throw violation("a fragmented control frame (expected: control frames are in one piece)");
        }
        if ((first & RSV1) != 0) {
            throw violation("a control frame with RSV1 (expected: control frames are not compressed)");
        }
        if (shortLength > MAX_CONTROL_PAYLOAD) {
            throw violation("a control frame of more than " + MAX_CONTROL_PAYLOAD + " bytes");
        }
    }

    private static int sizeWith(int shortLength) {
        return switch (shortLength) {
            case LENGTH_IN_2_BYTES -> 2 + Short.BYTES;
            case LENGTH_IN_8_BYTES -> 2 + Long.BYTES;
            default -> 2;
        };
    }

    /** RFC 6455 §5.2: in the fewest bytes there can be, and the most significant bit is 0. */
    private static long length(int shortLength, ByteBuf in) throws ProbeFailedException {
        if (shortLength < LENGTH_IN_2_BYTES) {
            return shortLength;
        }
        long length = shortLength == LENGTH_IN_2_BYTES ? in.readUnsignedShort() : in.readLong();
        if (length < 0) {
            throw violation("a frame whose length has the most significant bit set (expected: at most 2^63-1)");
        }
        if (length < LENGTH_IN_2_BYTES || (shortLength == LENGTH_IN_8_BYTES && length <= 0xffff)) {
            throw violation("a frame of " + length + " bytes whose length is not written in the fewest bytes");
        }
        return length;
    }

    /** What the server sent against RFC 6455 or RFC 7692. */
    static ProbeFailedException violation(String sent) {
        return new ProbeFailedException(Phase.CONVERSATION, Reason.PROTOCOL_ERROR, "the server sent " + sent);
    }
}
