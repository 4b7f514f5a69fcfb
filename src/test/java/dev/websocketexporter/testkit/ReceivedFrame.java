package dev.websocketexporter.testkit;

import java.nio.ByteBuffer;

/**
 * A frame that the client sent.
 *
 * @param opcode as in RFC 6455 §5.2
 * @param masked whether it was masked
 * @param payload unmasked
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record ReceivedFrame(int opcode, boolean masked, byte[] payload) {
    public boolean isClose() {
        return opcode == 0x8;
    }

    /** The code of a Close frame. */
    public int closeCode() {
        return ByteBuffer.wrap(payload).getShort() & 0xffff;
    }
}
