package dev.websocketexporter.fuzz;

import java.util.Arrays;

/** All targets in one, for a fuzzer that has little time: its start takes longer than a target needs. */
public final class EveryFuzz {
    private static final FuzzTarget[] TARGETS = FuzzTarget.values();

    private EveryFuzz() {}

    /** For the fuzzer: the first byte chooses the target, the rest is its input. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 0) {
            TARGETS[(data[0] & 0xff) % TARGETS.length].play(Arrays.copyOfRange(data, 1, data.length));
        }
    }

    /** An input that is one of the target. */
    public static byte[] inputOf(FuzzTarget target, byte[] input) {
        byte[] all = new byte[input.length + 1];
        all[0] = (byte) target.ordinal();
        System.arraycopy(input, 0, all, 1, input.length);
        return all;
    }
}
