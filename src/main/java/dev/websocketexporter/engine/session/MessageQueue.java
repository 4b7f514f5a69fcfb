package dev.websocketexporter.engine.session;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.SessionMemory;
import dev.websocketexporter.engine.run.SessionMemory.Part;
import dev.websocketexporter.probe.report.ConversationReport.Traffic;
import dev.websocketexporter.script.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Messages that were not taken yet, or steps that wait for one; both only while others have their turn on the loop. Counts
 * all that arrived.
 */
public final class MessageQueue {
    /** Each costs some memory, however short it is. */
    private static final int MAX_MESSAGES = 1_000;

    /** What a message takes besides its payload. */
    private static final int OVERHEAD_BYTES = 112;

    private final int maxBytes;
    private final SessionMemory memory;
    private final Deque<Received> messages = new ArrayDeque<>();
    private final Deque<CompletableFuture<Received>> waiting = new ArrayDeque<>();
    private Traffic traffic = Traffic.NONE;
    private @Nullable Long firstAt;
    private long bytes;

    /** What the message that was taken last may still take. */
    private long takenBytes;

    /** Full with that many bytes of payload. */
    MessageQueue(int maxBytes, SessionMemory memory) {
        this.maxBytes = maxBytes;
        this.memory = memory;
    }

    boolean isFull() {
        return bytes >= maxBytes || messages.size() >= MAX_MESSAGES;
    }

    /**
     * Gives the message to the first step that still waits, or keeps it.
     *
     * @throws ProbeFailedException when there is no memory for it
     */
    void add(Received received, long cameAt) throws ProbeFailedException {
        int length = received.message().payload().length();
        memory.hold(Part.QUEUED, memory.held(Part.QUEUED) + length + OVERHEAD_BYTES);
        count(length, cameAt);
        while (messages.isEmpty() && !waiting.isEmpty()) {
            // A future that is done already, such as that of a step whose time was over, does not take it.
            CompletableFuture<Received> next = waiting.remove();
            if (!next.isDone()) {
                taken(length);
                next.complete(received);
                return;
            }
        }
        messages.add(received);
        bytes += length;
    }

    /** A message of that many bytes came that is not to be had. */
    void count(int length, long cameAt) {
        traffic = traffic.plus(length);
        firstAt = firstAt == null ? Long.valueOf(cameAt) : firstAt;
    }

    /** All that came, taken or not. */
    Traffic traffic() {
        return traffic;
    }

    /** The tick at which the first message was complete; null: none came. */
    @Nullable
    Long firstAt() {
        return firstAt;
    }

    /** The first message; null when there is none. */
    @Nullable
    Received poll() {
        Received first = messages.poll();
        if (first != null) {
            int length = first.message().payload().length();
            bytes -= length;
            taken(length);
        }
        return first;
    }

    /** The one that was taken before it is not needed any more. */
    private void taken(int length) {
        memory.release(Part.QUEUED, memory.held(Part.QUEUED) - takenBytes);
        takenBytes = (long) length + OVERHEAD_BYTES;
    }

    /** The message that comes next. */
    CompletableFuture<Received> await() {
        CompletableFuture<Received> next = new CompletableFuture<>();
        waiting.add(next);
        return next;
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Gives a message to the first step that waits, if there are both; what it does with it may take the next. */
    void serve() {
        while (!waiting.isEmpty() && !messages.isEmpty()) {
            CompletableFuture<Received> next = waiting.remove();
            if (!next.isDone()) {
                next.complete(poll());
                return;
            }
        }
    }

    /** Nothing more will come. */
    void end(Throwable why) {
        serve();
        while (!waiting.isEmpty()) {
            waiting.remove().completeExceptionally(why);
        }
    }

    /** All of them, as the first that come to another receiver; they are not here any more. */
    List<Received> drain() {
        List<Received> all = List.copyOf(messages);
        clear();
        return all;
    }

    void clear() {
        messages.clear();
        bytes = 0;
        takenBytes = 0;
        memory.release(Part.QUEUED, 0);
    }

    /**
     * A data message of the server's.
     *
     * @param readAt the tick at which its last byte came off the socket
     */
    public record Received(Message message, long readAt) {}
}
