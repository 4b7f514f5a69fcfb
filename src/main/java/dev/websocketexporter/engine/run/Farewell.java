package dev.websocketexporter.engine.run;

/** How an upgraded connection is left at the end of a run. Implemented by what speaks WebSocket on the channel. */
public interface Farewell {
    /** Sends Close with this code, unless one was sent; best effort. */
    void close(int code);

    /** Messages that arrive from now on are not kept. */
    void dropMessages();
}
