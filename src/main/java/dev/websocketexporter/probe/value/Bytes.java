package dev.websocketexporter.probe.value;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes as a value: they never change, and equal bytes are equal. */
public final class Bytes {
    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of these bytes. */
    public static Bytes of(byte[] bytes) {
        return new Bytes(bytes.clone());
    }

    /** These bytes themselves: whoever made the array must not use it any more. */
    public static Bytes owning(byte[] bytes) {
        return new Bytes(bytes);
    }

    /** The bytes without a copy, to be read only. */
    public ByteBuffer asBuffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** A copy that may be changed. */
    public byte[] toArray() {
        return bytes.clone();
    }

    /** A copy of the first ones, at most so many. */
    public byte[] beginning(int most) {
        return Arrays.copyOf(bytes, Math.min(bytes.length, most));
    }

    /** One of them, from 0. */
    public byte at(int index) {
        return bytes[index];
    }

    /** Those from one to before another, as UTF-8. */
    public String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Hex in lower case. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
