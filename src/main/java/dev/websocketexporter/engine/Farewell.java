package dev.websocketexporter.engine;

/** How an upgraded connection is left at the end of a run. Implemented by what speaks WebSocket on the channel. */
interface Farewell {
    /** Sends our Close with this code, unless one was sent; best effort. */
    void close(int code);

    /** Messages that arrive from now on are not kept. */
    void dropMessages();
}
