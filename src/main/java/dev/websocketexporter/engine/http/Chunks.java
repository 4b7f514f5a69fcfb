package dev.websocketexporter.engine.http;

import java.io.ByteArrayOutputStream;

/** A body in chunks, or the beginning of one (RFC 9112 §7.1). */
final class Chunks {
    private final byte[] raw;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private boolean ended;
    private boolean senseless;

    Chunks(byte[] raw) {
        this.raw = raw;
        int at = 0;
        while (at >= 0) {
            at = read(at);
        }
    }

    /** Whether the last chunk came, and the end of the trailers. */
    boolean isEnded() {
        return ended;
    }

    /** Whether not even the first line is the size of a chunk. */
    boolean makesNoSense() {
        return senseless;
    }

    /** What is in the chunks, as far as they make sense. */
    byte[] content() {
        return content.toByteArray();
    }

    /** Reads the chunk that begins there, and returns where the next one does; negative when there is none. */
    private int read(int at) {
        int lineEnd = indexOfLf(at);
        if (lineEnd < 0) {
            return -1;
        }
        int size = size(at, lineEnd);
        if (size <= 0) {
            senseless = size < 0 && at == 0;
            ended = size == 0 && trailersEnd(lineEnd + 1);
            return -1;
        }
        int end = Math.min(raw.length, lineEnd + 1 + size);
        content.write(raw, lineEnd + 1, end - lineEnd - 1);
        int next = indexOfLf(end);
        return next < 0 ? -1 : next + 1;
    }

    /** The size in hexadecimal digits, which an extension may follow; negative when it is none. */
    private int size(int from, int to) {
        int size = 0;
        int at = from;
        for (int digit = Character.digit(raw[at], 16); digit >= 0; digit = Character.digit(raw[at], 16)) {
            size = Math.min(raw.length, size * 16 + digit);
            at++;
        }
        boolean over = at == to || raw[at] == ';' || raw[at] == '\r' || raw[at] == ' ' || raw[at] == '\t';
        return over && at > from ? size : -1;
    }

    /** An empty line ends the trailers. */
    private boolean trailersEnd(int from) {
        int at = from;
        for (int end = indexOfLf(at); end >= 0; end = indexOfLf(at)) {
            if (end == at || (end == at + 1 && raw[at] == '\r')) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    private int indexOfLf(int from) {
        for (int i = from; i < raw.length; i++) {
            if (raw[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
