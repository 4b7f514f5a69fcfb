package dev.websocketexporter.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Messages that nobody has taken yet, or those who wait for one; never both. */
final class MessageQueue {
    /** Each costs some memory, however short it is. */
    private static final int MAX_MESSAGES = 1_000;

    private final int maxBytes;
    private final Deque<Received> messages = new ArrayDeque<>();
    private final Deque<CompletableFuture<Received>> waiting = new ArrayDeque<>();
    private long bytes;

    /** @param maxBytes with that many of payload the queue is full */
    MessageQueue(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    boolean isFull() {
        return bytes >= maxBytes || messages.size() >= MAX_MESSAGES;
    }

    /** Hands the message to the first who still waits, or keeps it. */
    void add(Received received) {
        while (!waiting.isEmpty()) {
            // One who was given up, such as a step whose time was over, does not take it.
            if (waiting.remove().complete(received)) {
                return;
            }
        }
        messages.add(received);
        bytes += received.message().payload().length();
    }

    /** The first message; null when there is none. */
    @Nullable
    Received poll() {
        Received first = messages.poll();
        bytes -= first == null ? 0 : first.message().payload().length();
        return first;
    }

    CompletableFuture<Received> await() {
        CompletableFuture<Received> next = new CompletableFuture<>();
        waiting.add(next);
        return next;
    }

    /** Nothing more will come. */
    void end(Throwable why) {
        while (!waiting.isEmpty()) {
            waiting.remove().completeExceptionally(why);
        }
    }

    void clear() {
        messages.clear();
        bytes = 0;
    }
}
