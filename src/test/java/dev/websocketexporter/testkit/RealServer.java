package dev.websocketexporter.testkit;

/** A WebSocket server that is not ours: {@code /echo} echoes, and selects the subprotocol {@code chat} when it is offered. */
public interface RealServer extends AutoCloseable {
    /** The port of 127.0.0.1 without TLS. */
    int plainPort();

    /** The port of 127.0.0.1 with TLS. */
    int securePort();

    /** Whether it says in its SETTINGS that WebSocket may come over HTTP/2 (RFC 8441, section 3). */
    boolean offersWebSocketOverHttp2();

    @Override
    void close();
}
