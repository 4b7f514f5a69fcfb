package dev.websocketexporter.render;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Encodes text to UTF-8 while it is written. An exposition is written a character at a time: with the locks of a {@link
 * java.io.StringWriter} and an encoding afterwards, it costs five times as much. Confined to one thread.
 */
final class Utf8Writer extends Writer {
    private static final char NONE = 0;

    private byte[] bytes;
    private int length;

    /** The first half of a character whose second half is to come, or {@link #NONE}. */
    private char highSurrogate = NONE;

    /** A writer whose text need not be copied while it grows to this length. */
    Utf8Writer(int usualLength) {
        this.bytes = new byte[usualLength];
    }

    @Override
    public void write(int c) {
        if (c < 0x80 && highSurrogate == NONE) {
            makeRoom(1);
            bytes[length++] = (byte) c;
        } else {
            encode((char) c);
        }
    }

    @Override
    public void write(String text) {
        write(text, 0, text.length());
    }

    @Override
    public void write(String text, int offset, int count) {
        makeRoom(count);
        for (int i = offset; i < offset + count; i++) {
            write(text.charAt(i));
        }
    }

    @Override
    public void write(char[] text, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            write(text[i]);
        }
    }

    /** As {@link String#getBytes} does: half of a character becomes a question mark. */
    private void encode(char c) {
        String whole = String.valueOf(c);
        if (highSurrogate != NONE) {
            whole = highSurrogate + whole;
            highSurrogate = NONE;
        }
        if (Character.isHighSurrogate(c)) {
            highSurrogate = c;
            whole = whole.substring(0, whole.length() - 1);
        }
        write(whole.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes that are UTF-8 already. */
    void write(byte[] encoded) {
        makeRoom(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
    }

    private void makeRoom(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }

    /** How many bytes are kept. */
    int length() {
        return length;
    }

    /** Moves what is kept to a stream; half of a character stays until the other half comes. */
    void drainTo(OutputStream stream) throws IOException {
        stream.write(bytes, 0, length);
        length = 0;
    }

    /** Everything that was written. */
    byte[] toByteArray() {
        if (highSurrogate == NONE) {
            return Arrays.copyOf(bytes, length);
        }
        byte[] withHalf = Arrays.copyOf(bytes, length + 1);
        withHalf[length] = '?';
        return withHalf;
    }

    @Override
    public void flush() {
        // Nothing is buffered that could be written already.
    }

    @Override
    public void close() {
        // Memory need not be closed.
    }
}
