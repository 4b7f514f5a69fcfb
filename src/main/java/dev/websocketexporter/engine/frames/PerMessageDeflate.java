package dev.websocketexporter.engine.frames;

import dev.websocketexporter.engine.run.ProbeFailedException;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The extension permessage-deflate (RFC 7692) as it was agreed on: compressing what is sent, decompressing what is
 * received.
 */
public final class PerMessageDeflate {
    private PerMessageDeflate() {}

    /**
     * Decompresses a server's messages, one after the other, piece by piece (RFC 7692 §7.2.2). Holds native memory from
     * the beginning, so it is made for the first compressed message.
     */
    static final class Inflation {
        /** RFC 7692 §7.2.2: stands at the end of each compressed message, and is not sent. */
        private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

        /**
         * Blocks without content. Where one message ends properly they say nothing; inside of a block they are
         * something else. There are more of them than the longest head of a block has bytes.
         */
        private static final byte[] NOTHING = HexFormat.of().parseHex("000000ffff".repeat(80));

        private static final int CHUNK = 8 * 1024;

        /** What comes out at once; a thread is done with it before the next comes. */
        private static final FastThreadLocal<byte[]> CHUNKS = new FastThreadLocal<>() {
            @Override
            protected byte[] initialValue() {
                return new byte[CHUNK];
            }
        };

        /** Who takes what comes out. */
        @FunctionalInterface
        interface Output {
            /** Takes the first bytes of the array, which is used again afterwards. */
            void take(byte[] bytes, int length) throws ProbeFailedException;
        }

        private final boolean takesOver;
        private final Inflater inflater = new Inflater(true);
        private boolean begun;
        private boolean sawFinalBlock;

        /** For messages that do, or do not, refer to those before them. */
        Inflation(AgreedCompression agreed) {
            this.takesOver = agreed.serverTakesOver();
        }

        /** Decompresses a piece of a message. */
        void take(byte[] bytes, int length, Output output) throws ProbeFailedException {
            begun = begun || length > 0;
            inflate(bytes, length, output);
        }

        /** The message is complete. */
        void end() throws ProbeFailedException {
            if (begun) {
                complete();
            }
            if (!takesOver || sawFinalBlock) {
                inflater.reset();
            }
            begun = false;
            sawFinalBlock = false;
        }

        private void complete() throws ProbeFailedException {
            boolean complete = inflater.finished();
            Output none = (bytes, length) -> {
                throw broken("it ends inside of a block");
            };
            inflate(TAIL, TAIL.length, none);
            if (!complete) {
                inflate(NOTHING, NOTHING.length, none);
            }
        }

        private void inflate(byte[] bytes, int length, Output output) throws ProbeFailedException {
            int left = length;
            while (left > 0) {
                if (inflater.finished()) {
                    // RFC 7692 §7.2.3.5: after a final block the compressor began anew.
                    inflater.reset();
                }
                inflater.setInput(bytes, length - left, left);
                drain(output);
                sawFinalBlock = sawFinalBlock || inflater.finished();
                left = inflater.getRemaining();
            }
        }

        private void drain(Output output) throws ProbeFailedException {
            long before = inflater.getBytesWritten();
            byte[] chunk = CHUNKS.get();
            try {
                for (int n = inflater.inflate(chunk); n > 0; n = inflater.inflate(chunk)) {
                    output.take(chunk, n);
                    before += n;
                }
            } catch (DataFormatException e) {
                // What comes out before the fault is judged first: in other packets it would have come alone.
                output.take(chunk, (int) (inflater.getBytesWritten() - before));
                throw broken(String.valueOf(e.getMessage()));
            }
        }

        private static ProbeFailedException broken(String how) {
            return FrameHeader.violation("a compressed message that cannot be decompressed: " + how);
        }

        /** Gives the native memory back. Nothing can be decompressed any more. */
        void free() {
            inflater.end();
        }
    }

    /**
     * Compresses the client's messages, one after the other (RFC 7692 §7.2.1). Holds native memory from the beginning, so
     * it is made for the first message.
     */
    static final class Deflation {
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
            if (agreed.clientWindowBits() < AgreedCompression.FULL_WINDOW_BITS) {
                // The runtime's window is always the full one. Without references back, none points out of a smaller
                // one.
                deflater.setStrategy(Deflater.HUFFMAN_ONLY);
            }
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
                // The call that takes over another strategy reads nothing yet.
            } while (length == CHUNK || !deflater.needsInput());
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

    /**
     * What the two sides agreed on about permessage-deflate (RFC 7692 §7.1).
     *
     * @param isOn whether messages may be compressed at all
     * @param serverTakesOver whether the server's messages refer to those before them
     * @param clientTakesOver whether the client's do
     * @param clientWindowBits how far back the client's may refer, as a power of two in bytes; 8 to 15
     */
    public record AgreedCompression(
            boolean isOn, boolean serverTakesOver, boolean clientTakesOver, int clientWindowBits) {
        public static final int FULL_WINDOW_BITS = 15;

        public static final AgreedCompression NONE = new AgreedCompression(false, false, false, FULL_WINDOW_BITS);
    }
}
