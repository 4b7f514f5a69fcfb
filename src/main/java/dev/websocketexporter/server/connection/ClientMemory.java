package dev.websocketexporter.server.connection;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What clients make the exporter hold for them: heads of requests that do not end, answers that are not read, and requests
 * of HTTP/2, of which one connection can have hundreds. All of them together have one total; when it is used up, the client
 * that holds most of it loses its connection. Safe for use by several threads.
 */
final class ClientMemory {
    /** Of each client that is not counted: a head of an ordinary request. */
    static final int FREE_BYTES = 1024;

    private static final int PART_OF_THE_HEAP = 12;

    /** The rest is for answers: who asks for one must not be the one that holds too much, only since others ask for many. */
    private static final int PART_FOR_REQUESTS = 2;

    /** A connection, for which something is held. */
    interface Holder {
        boolean isOpen();

        void close();
    }

    private final long most;
    private final Executor closing;
    private final AtomicLong used = new AtomicLong();
    private final Map<Holder, Long> holding = new ConcurrentHashMap<>();

    /**
     * Of which nothing is used yet.
     *
     * @param most bytes in all; at least 1
     * @param closing closes connections, never on the thread that asks for it: that one may be inside of another one
     */
    ClientMemory(long most, Executor closing) {
        this.most = most;
        this.closing = closing;
    }

    /** A part of this machine's heap: 8 MiB of the image's 96. */
    static ClientMemory ofThisMachine(Executor closing) {
        return new ClientMemory(Math.max(1, Runtime.getRuntime().maxMemory() / PART_OF_THE_HEAP), closing);
    }

    long used() {
        return used.get();
    }

    /**
     * Whether one more request of many may be made for a client: as long as it holds less than its share beside that one,
     * which is the same for all that hold something. Those that came when they were few, and took more, are the first to go
     * when all is used up.
     *
     * @param counted bytes that are held for this request already
     * @param least bytes that each may hold, however many there are
     */
    boolean hasRoomFor(Holder client, long counted, long least) {
        long held = holding.getOrDefault(client, 0L);
        int sharing = holding.size() + (held == 0 ? 1 : 0);
        return held - counted < Math.max(least, most / PART_FOR_REQUESTS / sharing);
    }

    /** More is held for a client. May close its connection, or another one. */
    void hold(Holder client, long bytes) {
        holding.merge(client, bytes, Long::sum);
        long inAll = used.addAndGet(bytes);
        if (!client.isOpen()) {
            releaseAll(client);
        } else if (inAll > most) {
            endLargest();
        }
    }

    /** Some of what was held for a client is no longer; nothing if all of it was released meanwhile. */
    void release(Holder client, long bytes) {
        holding.computeIfPresent(client, (known, held) -> {
            long released = Math.min(held, bytes);
            used.addAndGet(-released);
            return held == released ? null : held - released;
        });
    }

    /** All that was held for a client is no longer. */
    void releaseAll(Holder client) {
        release(client, Long.MAX_VALUE);
    }

    /** One at a time: of two that saw too much, the second may find that the first has made room. */
    private synchronized void endLargest() {
        if (used.get() <= most) {
            return;
        }
        holding.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .ifPresent(client -> {
                    // At once, so that the next one who looks chooses another.
                    releaseAll(client);
                    closing.execute(client::close);
                });
    }
}
