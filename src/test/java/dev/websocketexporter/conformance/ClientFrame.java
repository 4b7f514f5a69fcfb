package dev.websocketexporter.conformance;

import java.io.DataInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A frame that the client sent, after the checks that hold for each one: masked, in the shortest form, of an opcode
 * that exists, control frames whole and short (RFC 6455 §5.1 to §5.5).
 *
 * @param last FIN
 * @param rsv the three reserved bits; 4 is RSV1
 * @param mask the masking key
 * @param payload unmasked
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record ClientFrame(boolean last, int rsv, int opcode, int mask, byte[] payload) {
    private static final int MAX_CONTROL_BYTES = 125;

    /** More than any case sends, so that a broken length is reported as such. */
    private static final int MAX_BYTES = 8 * 1024 * 1024;

    static ClientFrame read(DataInput in) throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        require((second & 0x80) != 0, "an unmasked frame, first byte 0x" + Integer.toHexString(first));
        int length = readLength(in, second & 0x7f);
        int mask = in.readInt();
        byte[] payload = new byte[length];
        in.readFully(payload);
        unmask(payload, mask);
        ClientFrame frame = new ClientFrame((first & 0x80) != 0, first >> 4 & 0x7, first & 0xf, mask, payload);
        frame.checkKind();
        return frame;
    }

    private static int readLength(DataInput in, int sevenBits) throws IOException {
        long length = sevenBits;
        if (sevenBits == 126) {
            length = in.readUnsignedShort();
            require(length >= 126, "a length of " + length + " in two bytes");
        } else if (sevenBits == 127) {
            length = in.readLong();
            require(length > 0xffff, "a length of " + length + " in eight bytes");
        }
        require(length <= MAX_BYTES, "a length of " + length);
        return (int) length;
    }

    private static void unmask(byte[] payload, int mask) {
        byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(mask).array();
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= key[i & 3];
        }
    }

    private void checkKind() {
        switch (opcode) {
            case ServerFrame.CONTINUATION, ServerFrame.TEXT, ServerFrame.BINARY -> {}
            case ServerFrame.CLOSE, ServerFrame.PING, ServerFrame.PONG -> {
                require(last, "a fragmented " + this);
                require(rsv == 0, "reserved bits in " + this);
                require(payload.length <= MAX_CONTROL_BYTES, "a long " + this);
            }
            default -> require(false, "an unknown opcode in " + this);
        }
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new AssertionError("the client sent " + what);
        }
    }

    boolean isControl() {
        return opcode >= ServerFrame.CLOSE;
    }

    /** The code of a Close frame; 0 when it has none. */
    int closeCode() {
        require(payload.length != 1, "half a Close code in " + this);
        return payload.length == 0 ? 0 : ByteBuffer.wrap(payload).getShort() & 0xffff;
    }

    @Override
    public String toString() {
        int shown = Math.min(payload.length, 32);
        return "frame with opcode " + opcode + ", " + (last ? "" : "not ") + "final, reserved bits " + rsv + ", "
                + payload.length + " bytes: " + HexFormat.of().formatHex(payload, 0, shown);
    }
}
