package dev.websocketexporter.engine.run;

import dev.websocketexporter.engine.loop.MessageMemory;
import dev.websocketexporter.engine.loop.MessageMemory.Answer;
import dev.websocketexporter.engine.loop.MessageMemory.Share;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * What one upgraded connection holds of the total for messages, part by part, and what it means when there is no more.
 * Confined to the event loop.
 */
public final class SessionMemory {
    /** What memory is held for. */
    public enum Part {
        /** Bytes that came and were not parsed yet. */
        UNREAD(0),
        /** The message that has begun. */
        BEGUN(1),
        /** Messages that nobody has taken yet, and the one that was taken last. */
        QUEUED(2),
        /** What was captured of messages. */
        CAPTURED(3),
        /** What decompression and compression remember. */
        WINDOWS(4),
        /** Messages that are being sent. */
        OUTBOUND(5);

        private final int slot;

        Part(int slot) {
            this.slot = slot;
        }
    }

    private static final int PARTS = Part.values().length;

    private final MessageMemory total;
    private final Share share;
    private final int maxMessageBytes;
    private final long[] parts = new long[PARTS];
    private long held;
    private Consumer<ProbeFailedException> evicted;
    private boolean heldOpen;
    private boolean closed;

    /**
     * @param loop the connection's event loop
     * @param maxMessageBytes the module's {@code max_message_size}
     * @param evicted is called on the loop when another connection needs what this one holds, with the failure
     */
    public SessionMemory(
            MessageMemory total, Executor loop, int maxMessageBytes, Consumer<ProbeFailedException> evicted) {
        this.total = total;
        this.maxMessageBytes = maxMessageBytes;
        this.evicted = evicted;
        this.share = total.share(loop, this::evict);
    }

    private void evict() {
        evicted.accept(failure(Answer.LARGEST, held, held(Part.OUTBOUND)));
    }

    /**
     * From now on it is that of a connection that is held open: if there is no more, there are too many of them, whatever this
     * one does.
     */
    public void holdOpen(Consumer<ProbeFailedException> evictedThen) {
        evicted = evictedThen;
        heldOpen = true;
        share.last();
    }

    /**
     * From now on this part needs that many bytes; called before they are taken.
     *
     * @throws ProbeFailedException when they may not be taken
     */
    public void hold(Part part, long bytes) throws ProbeFailedException {
        long before = parts[part.slot];
        long all = held - before + bytes;
        Answer answer = closed ? Answer.GRANTED : share.resize(all);
        if (answer != Answer.GRANTED) {
            throw failure(answer, all, part == Part.OUTBOUND ? bytes : held(Part.OUTBOUND));
        }
        note(part, bytes, all);
    }

    /** The same for what can be done without: false, and nothing is held, when there is not plenty of memory. */
    public boolean holdIfThereIsPlenty(Part part, long bytes) {
        long all = held - held(part) + bytes;
        boolean granted = !closed && share.resizeIfThereIsPlenty(all);
        if (granted) {
            note(part, bytes, all);
        }
        return granted;
    }

    /** The part needs no more than that many bytes any longer. */
    public void release(Part part, long bytes) {
        long left = Math.min(held(part), bytes);
        long all = held - held(part) + left;
        if (!closed) {
            Answer unused = share.resize(all);
        }
        note(part, left, all);
    }

    private void note(Part part, long bytes, long all) {
        parts[part.slot] = bytes;
        held = all;
    }

    /** What the part holds now, in bytes. */
    public long held(Part part) {
        return parts[part.slot];
    }

    /** The connection is gone and nobody wants its messages: gives everything back. */
    public void close() {
        closed = true;
        Answer unused = share.resize(0);
    }

    private ProbeFailedException failure(Answer answer, long wanted, long outbound) {
        String of = " of the exporter's total of " + Text.ofBytes(total.limit()) + " for messages";
        if (heldOpen) {
            return exporterLimit(
                    "the connection held " + Text.ofBytes(held) + " and needed " + Text.ofBytes(wanted) + of
                            + ", which was used up (expected: fewer connections that are held, smaller messages, no compression,"
                            + " or a larger heap)");
        }
        if (total.isMostlyLasting()) {
            return exporterLimit("there was no room for " + Text.ofBytes(wanted) + of
                    + ", most of which connections have that are held open (expected: fewer of them, no compression on them, or"
                    + " a larger heap)");
        }
        if (answer == Answer.NO_ROOM) {
            return exporterLimit("there was no room for " + Text.ofBytes(wanted) + of + ", which other probes used up");
        }
        if (outbound * 2 > wanted) {
            return exporterLimit("what the probe sends, and the server does not read, held " + Text.ofBytes(wanted) + of
                    + ", which was used up (expected: smaller messages, fewer probes at once, or a larger heap)");
        }
        String received = "the server's messages held " + Text.ofBytes(wanted) + of;
        // A message is copied once it is complete.
        return 2L * maxMessageBytes > total.limit()
                ? exporterLimit(received + ", and max_message_size allows " + Text.ofBytes(maxMessageBytes)
                        + " (expected: at most half of that total, or a larger heap)")
                : new ProbeFailedException(
                        Phase.CONVERSATION,
                        Reason.MESSAGE_TOO_LARGE,
                        received + ", more than those of any other probe, when it was used up"
                                + " (expected: less that waits at once, or a larger heap)");
    }

    private static ProbeFailedException exporterLimit(String detail) {
        return ProbeFailedException.ofExporter(Phase.CONVERSATION, ExporterLimit.MEMORY, detail);
    }
}
