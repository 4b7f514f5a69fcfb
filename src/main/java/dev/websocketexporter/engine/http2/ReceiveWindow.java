package dev.websocketexporter.engine.http2;

/**
 * How much the server may still send (RFC 9113 §6.9). The window of the connection and that of its one stream are as large
 * and filled by the same bytes, so one count is both.
 */
final class ReceiveWindow {
    /** In bytes; a message of this size needs no round trip. */
    static final int SIZE = 1024 * 1024;

    private int left = SIZE;
    private int taken;

    /** Whether the server may send that many bytes, padding included; they count from now on. */
    boolean take(int bytes) {
        left -= bytes;
        taken += bytes;
        return left >= 0;
    }

    /** What the windows are to grow by now that all was handed on; zero: they are still more than half open. */
    int update() {
        if (taken < SIZE / 2) {
            return 0;
        }
        int update = taken;
        taken = 0;
        left += update;
        return update;
    }
}
