package dev.websocketexporter.server.connection;

/** Who waits for the answer to one request. Safe for use by several threads. */
public interface RequestClient {
    /**
     * Watches until {@link #unwatch}. One watcher at a time.
     *
     * @param onGone runs once, on any thread, when the client does not wait any more; must not block
     */
    void watch(Runnable onGone);

    /** Ends the watch. */
    void unwatch();

    /**
     * Runs an answer on the selector's thread.
     *
     * @param answer must not block
     */
    void answerSoon(Runnable answer);

    /** A body or an answer takes so many bytes more until it is handed on. May end the connection. */
    void holds(int bytes);

    /** Nothing is held any more. */
    void holdsNoMore();
}
