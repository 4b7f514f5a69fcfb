package dev.websocketexporter.engine.frames;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whether bytes are UTF-8 (RFC 3629), as they come: it fails at the first byte that cannot be right. */
final class Utf8Check {
    private static final int LOWEST_CONTINUATION = 0x80;
    private static final int HIGHEST_CONTINUATION = 0xBF;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    /** The highest bit of each of eight bytes. */
    private static final long NO_ASCII = 0x8080808080808080L;

    /** How many bytes the character that has begun still lacks. */
    private int missing;

    /** What the next of them may be. */
    private int lowest = LOWEST_CONTINUATION;

    private int highest = HIGHEST_CONTINUATION;

    /** Whether the text may go on with these bytes. */
    boolean accepts(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int i = offset;
        while (i < end) {
            // Most texts are ASCII, or nearly so: eight bytes at once.
            while (missing == 0 && i <= end - Long.BYTES && ((long) LONGS.get(bytes, i) & NO_ASCII) == 0) {
                i += Long.BYTES;
            }
            if (i < end && !accepts(bytes[i++] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text may end here. */
    boolean isComplete() {
        return missing == 0;
    }

    private boolean accepts(int b) {
        if (missing == 0) {
            return b < LOWEST_CONTINUATION || begins(b);
        }
        boolean right = b >= lowest && b <= highest;
        missing--;
        lowest = LOWEST_CONTINUATION;
        highest = HIGHEST_CONTINUATION;
        return right;
    }

    /** RFC 3629 §4: no overlong forms, no surrogates, nothing above U+10FFFF. */
    private boolean begins(int b) {
        if (b < 0xC2 || b > 0xF4) {
            return false;
        }
        missing = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
        switch (b) {
            case 0xE0 -> lowest = 0xA0;
            case 0xED -> highest = 0x9F;
            case 0xF0 -> lowest = 0x90;
            case 0xF4 -> highest = 0x8F;
            default -> {
                // any continuation byte may follow
            }
        }
        return true;
    }
}
