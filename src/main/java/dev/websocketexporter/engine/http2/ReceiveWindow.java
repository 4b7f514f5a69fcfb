package dev.websocketexporter.engine.http2;

/**
 * How much the server may send (RFC 9113 §6.9). The window of the connection and that of its one stream are as large and
 * filled by the same bytes, so one count is both. It is open again before it can be full: what arrives is handed on at
 * once, and while there is no room for it the socket is not read.
 */
final class ReceiveWindow {
    /** In bytes; a message of this size needs no round trip. */
    static final int SIZE = 1024 * 1024;

    private int taken;

    /**
     * That many bytes were handed on, padding included.
     *
     * @return what the windows are to grow by; zero: they are still more than half open
     */
    int take(int bytes) {
        taken += bytes;
        if (taken < SIZE / 2) {
            return 0;
        }
        int update = taken;
        taken = 0;
        return update;
    }
}
