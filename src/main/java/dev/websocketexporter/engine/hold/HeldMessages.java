package dev.websocketexporter.engine.hold;

import dev.websocketexporter.engine.frames.FrameDecoder.FrameListener;
import dev.websocketexporter.engine.frames.PeerClose;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.SessionMemory.Part;
import dev.websocketexporter.engine.session.EventLoopBudget;
import dev.websocketexporter.engine.session.MessageQueue.Received;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.probe.watch.HoldListener;
import dev.websocketexporter.script.Message;
import dev.websocketexporter.script.MessageReader;
import dev.websocketexporter.script.MessageReader.Reading;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the frames of a held connection mean: messages are judged, reported and dropped, in their order; pings are answered.
 * Confined to the event loop, but for the judging of large messages.
 */
final class HeldMessages implements FrameListener {
    /** To look for a text in more takes too long for an event loop. */
    private static final int QUICK_SEARCH_BYTES = 64 * 1024;

    private final HeldSocket socket;
    private final HoldEnding ending;
    private final Heartbeat heartbeat;
    private final Awaited awaited;
    private final @Nullable MessageReader reader;
    private final EventLoopBudget budget;
    private final Runnable goOn;
    private final long openedAt;

    /** Those of the time before the handover that were not reported yet; null: none. */
    private @Nullable Deque<Received> earlier;

    /** What is judged on another thread; null: nothing. */
    private @Nullable Large large;

    private long wallTick = Long.MIN_VALUE;
    private long wallNanos;

    /**
     * @param reader what is read from messages; absent: nothing
     * @param budget how long frames may keep the loop busy
     * @param goOn is called when frames may be parsed again
     * @param openedAt no message is reported with an earlier tick
     */
    HeldMessages(
            HeldSocket socket,
            HoldEnding ending,
            Heartbeat heartbeat,
            Awaited awaited,
            @Nullable MessageReader reader,
            EventLoopBudget budget,
            Runnable goOn,
            long openedAt) {
        this.socket = socket;
        this.ending = ending;
        this.heartbeat = heartbeat;
        this.awaited = awaited;
        this.reader = reader;
        this.budget = budget;
        this.goOn = goOn;
        this.openedAt = openedAt;
    }

    /** Whether the payload of a message that begins now is needed, and not only its length. */
    boolean needsPayloads() {
        return reader != null || awaited.text() != null;
    }

    /** Messages that came before any frame that is parsed from now on. */
    void begin(List<Received> messages) throws ProbeFailedException {
        earlier = messages.isEmpty() ? null : new ArrayDeque<>(messages);
        takeEarlier();
    }

    /** Takes the messages of the time before the handover, as far as there is time for them. */
    void takeEarlier() throws ProbeFailedException {
        while (earlier != null && large == null && !ending.isOver() && budget.goesOn()) {
            Received next = earlier.remove();
            earlier = earlier.isEmpty() ? null : earlier;
            take(next.message(), next.readAt());
        }
    }

    /** Whether frames are parsed, or only kept. */
    boolean isReading() {
        return earlier == null && large == null && !budget.isResting();
    }

    @Override
    public boolean hasRoom() {
        return isReading() && budget.goesOn();
    }

    @Override
    public boolean goesOn() {
        return budget.goesOn();
    }

    @Override
    public void message(Message message) throws ProbeFailedException {
        take(message, socket.wire().lastReadAt());
    }

    @Override
    public void dropped(Message.Kind kind, int bytes) {
        if (!ending.isOver()) {
            report(kind, bytes, Reading.COUNTS, socket.wire().lastReadAt());
        }
    }

    private void take(Message message, long readAt) throws ProbeFailedException {
        if (ending.isOver()) {
            return;
        }
        int bytes = message.payload().length();
        String text = awaited.text();
        if ((reader != null && reader.isSlow(bytes)) || (text != null && bytes > QUICK_SEARCH_BYTES)) {
            socket.memory().hold(Part.QUEUED, bytes);
            large = new Large(message, text, readAt);
            socket.home().largeMessages().add(large);
            return;
        }
        report(message.kind(), bytes, reader == null ? Reading.COUNTS : reader.read(message), readAt);
        if (text != null && MessageReader.contains(message, text)) {
            arrived(text, readAt);
        }
    }

    private void report(Message.Kind kind, int bytes, Reading reading, long readAt) {
        long lag = reading.epochNanos() == MessageReader.NO_TIME
                ? HoldListener.NO_LAG
                : lag(wallAt(readAt), reading.epochNanos());
        socket.listener()
                .message(
                        kind == Message.Kind.TEXT ? HoldListener.Type.TEXT : HoldListener.Type.BINARY,
                        bytes,
                        reading.counts(),
                        reading.sequence(),
                        lag,
                        Math.max(readAt, openedAt));
    }

    private void arrived(String text, long readAt) {
        if (!ending.isOver() && awaited.came(text)) {
            socket.listener().arrived(text, Math.max(readAt, openedAt));
        }
    }

    private static long lag(long arrival, long sent) {
        long lag = arrival - sent;
        // With centuries between them, a long has no room for it.
        return ((arrival ^ sent) & (arrival ^ lag)) < 0 ? HoldListener.NO_LAG : lag;
    }

    /** The wall clock at that tick: asked once for all messages that came off the socket at once. */
    private long wallAt(long readAt) {
        if (wallTick != readAt) {
            wallNanos = socket.home().epochNanosAt(readAt);
            wallTick = readAt;
        }
        return wallNanos;
    }

    /** RFC 6455 §5.5.2: answered with the same payload. */
    @Override
    public void ping(Bytes payload) {
        socket.sender().pong(payload);
        if (!ending.isOver()) {
            socket.listener().controlFrame(Math.max(socket.wire().lastReadAt(), openedAt));
        }
    }

    @Override
    public void pong(Bytes payload) {
        if (!ending.isOver()) {
            heartbeat.pong(payload, socket.wire().lastReadAt());
        }
    }

    @Override
    public void close(PeerClose close) {
        ending.closedByPeer(close);
    }

    /** A message that is judged on another thread, while the frames after it wait. */
    private final class Large implements LargeMessages.Job {
        private final Message message;
        private final @Nullable String text;
        private final long readAt;
        private Reading reading = Reading.COUNTS;
        private boolean contains;

        Large(Message message, @Nullable String text, long readAt) {
            this.message = message;
            this.text = text;
            this.readAt = readAt;
            // Of the time of its arrival, not of its judgement.
            long unused = wallAt(readAt);
        }

        @Override
        public boolean isWanted() {
            return !ending.isOver();
        }

        @Override
        public void judge() {
            reading = reader == null ? reading : reader.read(message);
            contains = text != null && MessageReader.contains(message, text);
        }

        @Override
        public void judged() {
            large = null;
            socket.memory().release(Part.QUEUED, 0);
            report(message.kind(), message.payload().length(), reading, readAt);
            if (text != null && contains) {
                arrived(text, readAt);
            }
            goOn.run();
        }

        @Override
        public void failed(Throwable bug) {
            ending.bug(bug);
        }
    }
}
