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

    void ended(String id) {
        underWay.remove(id);
    }

    boolean areNone() {
        return underWay.isEmpty();
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
