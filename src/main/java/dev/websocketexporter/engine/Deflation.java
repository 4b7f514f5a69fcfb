package dev.websocketexporter.engine;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Compresses our messages, one after the other (RFC 7692 §7.2.1). Holds native memory. */
final class Deflation {
    private static final int CHUNK = 8 * 1024;

    /** RFC 7692 §7.2.1: what a flush ends with is not sent. */
    private static final int TAIL_BYTES = 4;

    /** RFC 7692 §7.2.3.6. */
    private static final byte[] EMPTY_MESSAGE = {0};

    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final boolean takesOver;

    /** For messages that may, or may not, refer to those before them. */
    Deflation(AgreedCompression agreed) {
        this.takesOver = agreed.clientTakesOver();
    }

    byte[] compress(byte[] payload) {
        if (payload.length == 0) {
            return EMPTY_MESSAGE;
        }
        deflater.setInput(payload);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        int length;
        do {
            length = deflater.deflate(chunk, 0, CHUNK, Deflater.SYNC_FLUSH);
            compressed.write(chunk, 0, length);
        } while (length == CHUNK);
        if (!takesOver) {
            deflater.reset();
        }
        return Arrays.copyOf(compressed.toByteArray(), compressed.size() - TAIL_BYTES);
    }

    /** Gives the native memory back. Nothing can be compressed any more. */
    void free() {
        deflater.end();
    }
}
