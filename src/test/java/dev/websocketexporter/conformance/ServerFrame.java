package dev.websocketexporter.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A frame as the server sends it: unmasked, and as wrong as the case wants it (RFC 6455 §5.2).
 *
 * @param finality FIN set or not
 * @param rsv the three reserved bits, 0 to 7; 4 is RSV1
 * @param opcode 0 to 15
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
record ServerFrame(Finality finality, int rsv, int opcode, byte[] payload) {
    enum Finality {
        FINAL,
        MORE_FOLLOWS
    }

    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xa;

    static final int RSV1 = 4;

    /** RFC 6455 §5.2: up to this the seven bits tell the length, and these values say where else it stands. */
    private static final int MAX_SHORT = 125;

    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;

    static ServerFrame of(int opcode, byte... payload) {
        return new ServerFrame(Finality.FINAL, 0, opcode, payload);
    }

    static ServerFrame of(int opcode, String payload) {
        return of(opcode, payload.getBytes(StandardCharsets.UTF_8));
    }

    static ServerFrame text(String payload) {
        return of(TEXT, payload);
    }

    static ServerFrame continuation(String payload) {
        return of(CONTINUATION, payload);
    }

    static ServerFrame ping(String payload) {
        return of(PING, payload);
    }

    static ServerFrame pong(String payload) {
        return of(PONG, payload);
    }

    static ServerFrame close(int code, byte... reason) {
        return of(
                CLOSE,
                ByteBuffer.allocate(2 + reason.length)
                        .putShort((short) code)
                        .put(reason)
                        .array());
    }

    static ServerFrame close(int code, String reason) {
        return close(code, reason.getBytes(StandardCharsets.UTF_8));
    }

    /** The frames of a message in fragments of at most that many octets. */
    static List<ServerFrame> fragments(Message message, int atMost) {
        byte[] all = message.payload();
        List<ServerFrame> frames = new ArrayList<>();
        int from = 0;
        do {
            int to = Math.min(all.length, from + atMost);
            ServerFrame frame = of(from == 0 ? message.opcode() : CONTINUATION, Arrays.copyOfRange(all, from, to));
            frames.add(to == all.length ? frame : frame.more());
            from = to;
        } while (from < all.length);
        return frames;
    }

    /** The same, and another fragment is to come. */
    ServerFrame more() {
        return new ServerFrame(Finality.MORE_FOLLOWS, rsv, opcode, payload);
    }

    ServerFrame rsv(int bits) {
        return new ServerFrame(finality, bits, opcode, payload);
    }

    /** As it goes over the wire. */
    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 10);
        out.write((finality == Finality.FINAL ? 0x80 : 0) | rsv << 4 | opcode);
        if (payload.length <= MAX_SHORT) {
            out.write(payload.length);
        } else if (payload.length <= 0xffff) {
            out.write(TWO_BYTES);
            out.writeBytes(ByteBuffer.allocate(Short.BYTES)
                    .putShort((short) payload.length)
                    .array());
        } else {
            out.write(EIGHT_BYTES);
            out.writeBytes(
                    ByteBuffer.allocate(Long.BYTES).putLong(payload.length).array());
        }
        out.writeBytes(payload);
        return out.toByteArray();
    }
}
