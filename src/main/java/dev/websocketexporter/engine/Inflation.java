package dev.websocketexporter.engine;

import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decompresses a server's messages, one after the other, piece by piece (RFC 7692 §7.2.2). Holds native memory. */
final class Inflation {
    /** RFC 7692 §7.2.2: stands at the end of each compressed message, and is not sent. */
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    /**
     * Blocks without content. Where one message ends properly they say nothing; inside of a block they are something
     * else. There are more of them than the longest head of a block has bytes.
     */
    private static final byte[] NOTHING = HexFormat.of().parseHex("000000ffff".repeat(80));

    private static final int CHUNK = 8 * 1024;

    /** Who takes what comes out. */
    @FunctionalInterface
    interface Output {
        /** Takes the first bytes of the array, which is used again afterwards. */
        void take(byte[] bytes, int length) throws ProbeFailure;
    }

    private final Inflater inflater = new Inflater(true);
    private final boolean takesOver;
    private final byte[] chunk = new byte[CHUNK];
    private boolean begun;
    private boolean sawFinalBlock;

    /** For messages that do, or do not, refer to those before them. */
    Inflation(AgreedCompression agreed) {
        this.takesOver = agreed.serverTakesOver();
    }

    /** Decompresses a piece of a message. */
    void take(byte[] bytes, int length, Output output) throws ProbeFailure {
        begun = begun || length > 0;
        inflate(bytes, length, output);
    }

    /** The message is complete. */
    void end() throws ProbeFailure {
        if (begun) {
            complete();
        }
        if (!takesOver || sawFinalBlock) {
            inflater.reset();
        }
        begun = false;
        sawFinalBlock = false;
    }

    private void complete() throws ProbeFailure {
        boolean complete = inflater.finished();
        Output none = (bytes, length) -> {
            throw broken("it ends inside of a block");
        };
        inflate(TAIL, TAIL.length, none);
        if (!complete) {
            inflate(NOTHING, NOTHING.length, none);
        }
    }

    private void inflate(byte[] bytes, int length, Output output) throws ProbeFailure {
        int left = length;
        while (left > 0) {
            if (inflater.finished()) {
                // RFC 7692 §7.2.3.5: behind a final block the compressor began anew.
                inflater.reset();
            }
            inflater.setInput(bytes, length - left, left);
            drain(output);
            sawFinalBlock = sawFinalBlock || inflater.finished();
            left = inflater.getRemaining();
        }
    }

    private void drain(Output output) throws ProbeFailure {
        try {
            for (int n = inflater.inflate(chunk); n > 0; n = inflater.inflate(chunk)) {
                output.take(chunk, n);
            }
        } catch (DataFormatException e) {
            throw broken(String.valueOf(e.getMessage()));
        }
    }

    private static ProbeFailure broken(String how) {
        return FrameHeader.violation("a compressed message that cannot be decompressed: " + how);
    }

    /** Gives the native memory back. Nothing can be decompressed any more. */
    void free() {
        inflater.end();
    }
}
