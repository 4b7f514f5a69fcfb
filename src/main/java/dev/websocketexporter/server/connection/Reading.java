package dev.websocketexporter.server.connection;

/** Where readers of connections run that never block. */
public enum Reading {
    /** On the selector's thread, which is awake anyway. */
    BY_THE_SELECTOR,
    /** On the pool: a handshake of TLS takes milliseconds, which all other connections would wait for. */
    BY_THE_POOL
}
