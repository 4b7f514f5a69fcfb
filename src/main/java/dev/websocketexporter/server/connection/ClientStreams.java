package dev.websocketexporter.server.connection;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The requests that are under way on one connection of HTTP/2, by the numbers of their streams. */
final class ClientStreams {
    private final Map<String, ClientStream> underWay = new ConcurrentHashMap<>();

    void began(String id, ClientStream stream) {
        underWay.put(id, stream);
    }

    void ended(String id, ClientStream stream) {
        underWay.remove(id);
        stream.ended();
    }

    /** Whether there was one: from then on what arrives need not be part of a head. */
    boolean haveBegun() {
        return begun;
    }

    /** Whether the client waits for what is being done, and not we for the client. */
    boolean isAwaited(String id) {
        ClientStream stream = underWay.get(id);
        return stream != null && stream.isAwaited();
    }

    boolean areAwaited() {
        return underWay.values().stream().anyMatch(ClientStream::isAwaited);
    }

    void gone(String id) {
        ClientStream stream = underWay.remove(id);
        if (stream != null) {
            stream.gone();
        }
    }

    void allGone() {
        List.copyOf(underWay.keySet()).forEach(this::gone);
    }
}
