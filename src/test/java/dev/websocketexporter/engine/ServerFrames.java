package dev.websocketexporter.engine;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;

/** A server's frames as bytes, right or wrong (RFC 6455 §5.2). */
public final class ServerFrames {
    public static final int FIN = 0x80;
    public static final int RSV1 = 0x40;
    public static final int TEXT = 0x1;
    public static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private ServerFrames() {}

    public static byte[] text(String text) {
        return frame(FIN | TEXT, utf8(text));
    }

    static byte[] binary(int length) {
        return frame(FIN | BINARY, new byte[length]);
    }

    public static byte[] ping(String payload) {
        return frame(FIN | PING, utf8(payload));
    }

    public static byte[] pong(String payload) {
        return frame(FIN | PONG, utf8(payload));
    }

    public static byte[] close(int code, String reason) {
        return frame(FIN | CLOSE, concat(new byte[] {(byte) (code >> 8), (byte) code}, utf8(reason)));
    }

    /** A compressed text message (RFC 7692 §7.2.1). */
    static byte[] deflated(byte[] payload) {
        return frame(FIN | RSV1 | TEXT, deflate(payload));
    }

    /** What a compressed message has for a payload. */
    public static byte[] deflate(byte[] payload) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(payload);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] chunk = new byte[1 << 16];
            int length;
            do {
                length = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
                all.write(chunk, 0, length);
            } while (length == chunk.length);
            return Arrays.copyOf(all.toByteArray(), all.size() - 4);
        } finally {
            deflater.end();
        }
    }

    /** A message cut into frames of that many bytes; the first byte is that of an unfragmented one. */
    static byte[] fragmented(int first, byte[] payload, int size) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int at = 0; at < payload.length; at += size) {
            boolean last = at + size >= payload.length;
            int opcode = at == 0 ? first & ~FIN : 0;
            all.writeBytes(frame(
                    last ? opcode | FIN : opcode,
                    Arrays.copyOfRange(payload, at, Math.min(at + size, payload.length))));
        }
        return all.toByteArray();
    }

    /** That many times the same. */
    public static byte[] times(int count, byte[] bytes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(count * bytes.length);
        for (int i = 0; i < count; i++) {
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    /** With the first byte as it is given, and the length in the fewest bytes. */
    public static byte[] frame(int first, byte... payload) {
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

    public static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
