package dev.websocketexporter.bench;

import java.io.IOException;

/** What goes on around the probes of a wall: clients that misbehave, something that is used up. */
@FunctionalInterface
interface WallTrouble {
    /** All is well. */
    WallTrouble NONE = port -> () -> {};

    /**
     * Begins, and returns when it is there.
     *
     * @param port of the exporter
     * @return what ends it
     */
    End begin(int port) throws IOException;

    /** Ends a trouble. */
    @FunctionalInterface
    interface End extends AutoCloseable {
        @Override
        void close() throws IOException;
    }
}
