package dev.websocketexporter.bench;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Connections whose last answer has come, to be used again: the one that was used last comes first, so that after a burst the
 * others are left alone. Confined to the event loop.
 */
final class IdleConnections {
    private final Deque<LoadConnection> idle = new ArrayDeque<>();

    /** One that is open, or else a new one that is not yet. */
    LoadConnection take(LoadConnection.Listener listener) {
        LoadConnection connection = idle.poll();
        while (connection != null && !connection.isOpen()) {
            connection = idle.poll();
        }
        return connection == null ? new LoadConnection(listener) : connection;
    }

    void keep(LoadConnection connection) {
        idle.push(connection);
    }

    int size() {
        return idle.size();
    }

    void close() {
        idle.forEach(LoadConnection::close);
    }
}
