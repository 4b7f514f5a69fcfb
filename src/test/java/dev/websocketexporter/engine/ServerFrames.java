package dev.websocketexporter.engine;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** A server's frames as bytes, right or wrong (RFC 6455 §5.2). */
final class ServerFrames {
    static final int FIN = 0x80;
    static final int RSV1 = 0x40;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private ServerFrames() {}

    static byte[] text(String text) {
        return frame(FIN | TEXT, utf8(text));
    }

    static byte[] binary(int length) {
        return frame(FIN | BINARY, new byte[length]);
    }

    static byte[] ping(String payload) {
        return frame(FIN | PING, utf8(payload));
    }

    static byte[] pong(String payload) {
        return frame(FIN | PONG, utf8(payload));
    }

    static byte[] close(int code, String reason) {
        return frame(FIN | CLOSE, concat(new byte[] {(byte) (code >> 8), (byte) code}, utf8(reason)));
    }

    /** With the first byte as it is given, and the length in the fewest bytes. */
    static byte[] frame(int first, byte... payload) {
        ByteBuffer header = ByteBuffer.allocate(10).put((byte) first);
        if (payload.length <= 125) {
            header.put((byte) payload.length);
        } else if (payload.length <= 0xffff) {
            header.put((byte) 126).putShort((short) payload.length);
        } else {
            header.put((byte) 127).putLong(payload.length);
        }
        return concat(Arrays.copyOf(header.array(), header.position()), payload);
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
