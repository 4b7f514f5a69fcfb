package dev.websocketexporter.engine.frames;

import dev.websocketexporter.probe.value.Bytes;

/**
 * What a ping carries (RFC 6455 §5.5.2), so that its pong is known by it: a number that no earlier one had, and something
 * random that nobody can guess. Letters and digits, and few of them: libwebsockets may answer only the first ten bytes, and
 * nodejs-websocket takes the payload for text, so that it answers other bytes than those of UTF-8.
 */
public final class PingPayload {
    /** No payload has this one. */
    public static final long NONE = -1;

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int BASE = DIGITS.length();
    private static final int LENGTH = 10;

    /** As many numbers as four digits have. */
    private static final long NUMBERS = (long) BASE * BASE * BASE * BASE;

    /** As many as the other six digits have. */
    private static final long RANDOMS = NUMBERS * BASE * BASE;

    private PingPayload() {}

    /** What stands for a ping, and becomes its payload: not negative. */
    public static long of(long random, int number) {
        return Long.remainderUnsigned(random, RANDOMS) * NUMBERS + Math.floorMod(number, NUMBERS);
    }

    /** As it is sent. */
    public static Bytes bytes(long payload) {
        byte[] digits = new byte[LENGTH];
        long rest = payload;
        for (int at = LENGTH - 1; at >= 0; at--) {
            digits[at] = (byte) DIGITS.charAt((int) (rest % BASE));
            rest /= BASE;
        }
        return Bytes.owning(digits);
    }

    /** The same of a pong that came; {@link #NONE} if no ping looks so. */
    public static long parse(Bytes pong) {
        if (pong.length() != LENGTH) {
            return NONE;
        }
        long payload = 0;
        for (int at = 0; at < LENGTH; at++) {
            int digit = DIGITS.indexOf(pong.at(at));
            if (digit < 0) {
                return NONE;
            }
            payload = payload * BASE + digit;
        }
        return payload;
    }
}
