package dev.websocketexporter.server.connection;

import java.util.concurrent.atomic.AtomicLong;

/** What is held for one purpose of several that a connection has. Safe for use by several threads. */
final class HeldBytes {
    private final ClientMemory memory;
    private final ClientMemory.Holder client;
    private final AtomicLong bytes = new AtomicLong();

    /** Nothing yet. */
    HeldBytes(ClientMemory memory, ClientMemory.Holder client) {
        this.memory = memory;
        this.client = client;
    }

    /** More of it. May close a connection. */
    void hold(long more) {
        memory.hold(client, more);
        bytes.addAndGet(more);
    }

    long bytes() {
        return bytes.get();
    }

    /** No more of it. */
    void release() {
        memory.release(client, bytes.getAndSet(0));
    }
}
