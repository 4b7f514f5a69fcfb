package dev.websocketexporter.tls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits what DER (X.690 §10) puts together into its parts, and reads none of them: so one part that is malformed hides no
 * other.
 */
final class DerParts {
    static final int SEQUENCE = 0x30;

    private static final int HIGH_TAG_NUMBER = 0x1f;
    private static final int MAX_LENGTH_BYTES = 4;

    private final byte[] der;
    private int at;
    /** A length that was read stands in more bytes than it needs, which DER does not allow (X.690 §10.1). */
    private boolean padded;

    private DerParts(byte[] der) {
        this.der = der;
    }

    /**
     * The encodings of the parts, in order.
     *
     * @param der one constructed element; what follows it is ignored
     * @param tag the first byte of it
     * @throws IllegalArgumentException when its outline is broken, or its tag is another one
     */
    static List<byte[]> of(byte[] der, int tag) {
        DerParts reader = new DerParts(der);
        int end = reader.enter(der.length);
        reader.require(tag);
        List<byte[]> parts = new ArrayList<>();
        while (reader.at < end) {
            int from = reader.at;
            reader.at = reader.enter(end);
            parts.add(Arrays.copyOfRange(der, from, reader.at));
        }
        return parts;
    }

    /**
     * The encoding of one part, without a copy of the others.
     *
     * @param der one constructed element; what follows it is ignored
     * @param most as many parts as it may have
     * @throws IllegalArgumentException when its outline is broken, or it has fewer parts or more
     */
    static byte[] part(byte[] der, int index, int most) {
        DerParts reader = new DerParts(der);
        int end = reader.enter(der.length);
        byte[] part = null;
        int count = 0;
        for (; reader.at < end && count <= most; count++) {
            int from = reader.at;
            reader.at = reader.enter(end);
            if (count == index) {
                part = Arrays.copyOfRange(der, from, reader.at);
            }
        }
        if (part == null || count > most) {
            throw new IllegalArgumentException("parts: " + count + " (expected: " + (index + 1) + " to " + most + ")");
        }
        return part;
    }

    /** Whether the length of the first element, or of one of its parts, stands in more bytes than it needs. */
    static boolean hasPaddedLength(byte[] der) {
        DerParts reader = new DerParts(der);
        int end = reader.enter(der.length);
        while (reader.at < end) {
            reader.at = reader.enter(end);
        }
        return reader.padded;
    }

    /** The number of bytes of the first element, its header included. */
    static int length(byte[] der) {
        return new DerParts(der).enter(der.length);
    }

    /**
     * The content of a primitive element.
     *
     * @throws IllegalArgumentException when its outline is broken, or its tag is another one
     */
    static byte[] content(byte[] der, int tag) {
        DerParts reader = new DerParts(der);
        int end = reader.enter(der.length);
        reader.require(tag);
        return Arrays.copyOfRange(der, reader.at, end);
    }

    private void require(int tag) {
        if ((der[0] & 0xff) != tag) {
            throw new IllegalArgumentException("its tag is " + (der[0] & 0xff) + " (expected: " + tag + ")");
        }
    }

    /** Goes to the content of the element that begins here, and gives its end. */
    private int enter(int limit) {
        if ((next(limit) & HIGH_TAG_NUMBER) == HIGH_TAG_NUMBER) {
            throw new IllegalArgumentException("a tag that no certificate has");
        }
        int length = next(limit);
        if (length >= 0x80) {
            int bytes = length - 0x80;
            if (bytes == 0 || bytes > MAX_LENGTH_BYTES) {
                throw new IllegalArgumentException("a length that is not definite");
            }
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | next(limit);
            }
            padded |= length < 0x80 || (length >>> (8 * (bytes - 1))) == 0;
        }
        if (length < 0 || length > limit - at) {
            throw new IllegalArgumentException("a part that is longer than the whole");
        }
        return at + length;
    }

    private int next(int limit) {
        if (at >= limit) {
            throw new IllegalArgumentException("a part that is cut off");
        }
        return der[at++] & 0xff;
    }
}
