package dev.websocketexporter.engine.frames;

import java.util.ArrayList;
import java.util.List;

/** Bytes that are collected piece by piece. It takes no more memory than it says before. */
final class ByteChunks {
    /** A chunk is as long as all before it, up to that many bytes: so there are few, and little of the last is unused. */
    private static final int LONGEST = 64 * 1024;

    private static final byte[] NONE = {};

    private final List<byte[]> full = new ArrayList<>(0);
    private byte[] last = NONE;
    private int inLast;
    private int length;
    private int capacity;

    /** How much memory it will take, in bytes, after that many more have been added. */
    int capacityWith(int more) {
        int missing = more - (last.length - inLast);
        return missing <= 0 ? capacity : capacity + sizeOfNext(missing);
    }

    void add(byte[] from, int count) {
        int fits = Math.min(count, last.length - inLast);
        append(from, 0, fits);
        if (fits < count) {
            begin(sizeOfNext(count - fits));
            append(from, fits, count - fits);
        }
    }

    private int sizeOfNext(int atLeast) {
        return Math.max(atLeast, Math.min(capacity, LONGEST));
    }

    private void begin(int size) {
        if (inLast > 0) {
            full.add(last);
        }
        last = new byte[size];
        inLast = 0;
        capacity += size;
    }

    private void append(byte[] from, int offset, int count) {
        System.arraycopy(from, offset, last, inLast, count);
        inLast += count;
        length += count;
    }

    int length() {
        return length;
    }

    /** All of them in one array, which is not used here any more, and nothing is left. */
    byte[] drain() {
        byte[] all = full.isEmpty() && inLast == last.length ? last : joined();
        clear();
        return all;
    }

    private byte[] joined() {
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] chunk : full) {
            System.arraycopy(chunk, 0, all, at, chunk.length);
            at += chunk.length;
        }
        System.arraycopy(last, 0, all, at, inLast);
        return all;
    }

    void clear() {
        full.clear();
        last = NONE;
        inLast = 0;
        length = 0;
        capacity = 0;
    }
}
