package dev.websocketexporter.conformance;

import dev.websocketexporter.conformance.Negotiation.Agreement;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The server's end of permessage-deflate (RFC 7692 §7.2), on the JDK's zlib. */
final class ServerDeflate implements AutoCloseable {
    /** RFC 7692 §7.2.1: a message's data ends in this, which is not sent. */
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    /** RFC 7692 §7.2.3.6: what is sent of an empty message. */
    private static final byte[] EMPTY_BLOCK = {0};

    private static final int USUAL_WINDOW = 1 << 15;

    private final Agreement agreement;
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final Inflater inflater = new Inflater(true);

    ServerDeflate(Agreement agreement) {
        this.agreement = agreement;
    }

    byte[] compress(byte[] message) {
        if (agreement.has("server_no_context_takeover")) {
            deflater.reset();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int window = agreement.serverWindow();
        // The JDK's zlib always looks 32 KiB back. Forgetting everything after each window's length keeps it inside.
        int step = window == USUAL_WINDOW ? Math.max(1, message.length) : window;
        int from = 0;
        do {
            int to = Math.min(message.length, from + step);
            if (window != USUAL_WINDOW) {
                deflater.reset();
            }
            deflater.setInput(message, from, to - from);
            drain(out);
            from = to;
        } while (from < message.length);
        byte[] bytes = out.toByteArray();
        if (bytes.length == 0) {
            return EMPTY_BLOCK.clone();
        }
        return endsInTail(bytes) ? Arrays.copyOf(bytes, bytes.length - TAIL.length) : bytes;
    }

    private void drain(ByteArrayOutputStream out) {
        byte[] buffer = new byte[8192];
        int length;
        do {
            length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            out.write(buffer, 0, length);
        } while (length == buffer.length);
    }

    private static boolean endsInTail(byte[] bytes) {
        return bytes.length >= TAIL.length
                && Arrays.equals(bytes, bytes.length - TAIL.length, bytes.length, TAIL, 0, TAIL.length);
    }

    byte[] inflate(byte[] compressed) {
        if (agreement.has("client_no_context_takeover")) {
            inflater.reset();
        }
        byte[] input = Arrays.copyOf(compressed, compressed.length + TAIL.length);
        System.arraycopy(TAIL, 0, input, compressed.length, TAIL.length);
        inflater.setInput(input);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            int length;
            do {
                length = inflater.inflate(buffer);
                out.write(buffer, 0, length);
                if (inflater.finished()) {
                    // RFC 7692 §7.2.3.4: a final block may stand in a message, and another stream begins after it.
                    int rest = inflater.getRemaining();
                    inflater.reset();
                    inflater.setInput(input, input.length - rest, rest);
                }
            } while (length > 0 || !inflater.needsInput());
        } catch (DataFormatException e) {
            throw new AssertionError("the client's compressed data is broken: " + e.getMessage(), e);
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        deflater.end();
        inflater.end();
    }
}
