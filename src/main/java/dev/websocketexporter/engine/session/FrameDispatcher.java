package dev.websocketexporter.engine.session;

import dev.websocketexporter.engine.frames.FrameDecoder.FrameListener;
import dev.websocketexporter.engine.frames.FrameSender;
import dev.websocketexporter.engine.frames.PeerClose;
import dev.websocketexporter.engine.loop.WireTimestampHandler;
import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.session.MessageQueue.Received;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.ProbeResult.LogLine.Topic;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.value.Bytes;
import dev.websocketexporter.script.Message;
import java.util.function.ObjLongConsumer;

/** What a server's frames mean for the probe. Confined to the probe's event loop. */
final class FrameDispatcher implements FrameListener {
    private final PhaseContext context;
    private final WireTimestampHandler wire;
    private final FrameSender sender;
    private final MessageQueue queue;
    private final ConnectionCloseState closeState;
    private final EventLoopBudget budget;

    /** The tick at which the head of the 101 was complete. */
    private final long begunAt;

    private ObjLongConsumer<Bytes> pongs = (payload, readAt) -> {};
    private boolean dropping;
    private boolean paused;

    FrameDispatcher(
            PhaseContext context,
            FrameSender sender,
            MessageQueue queue,
            ConnectionCloseState closeState,
            EventLoopBudget budget) {
        this.context = context;
        this.wire = context.channel().wire();
        this.begunAt = wire.lastReadAt();
        this.sender = sender;
        this.queue = queue;
        this.closeState = closeState;
        this.budget = budget;
    }

    /** From now on this listener is called for each pong, with the payload and the tick at which it came off the socket. */
    void pongs(ObjLongConsumer<Bytes> listener) {
        pongs = listener;
    }

    /** From now on there is always room, since nothing is kept. */
    void drop() {
        dropping = true;
        queue.clear();
    }

    /** From now on no frame is begun. */
    void pause() {
        paused = true;
    }

    /** Whether nobody wants messages any more. */
    boolean isDropping() {
        return dropping;
    }

    /** Whether all that was received can be parsed now. */
    boolean looksAtAll() {
        return !paused && !budget.isResting() && (dropping || !queue.isFull());
    }

    @Override
    public boolean hasRoom() {
        return looksAtAll() && goesOn();
    }

    @Override
    public boolean goesOn() {
        return budget.goesOn();
    }

    @Override
    public void message(Message message) throws ProbeFailedException {
        queue.add(new Received(message, wire.lastReadAt()), cameAt());
    }

    @Override
    public void dropped(Message.Kind kind, int bytes) {
        queue.count(bytes, cameAt());
    }

    /** A message in the packet of the 101 came when it was taken from it: nothing comes at the very end of the head. */
    private long cameAt() {
        long readAt = wire.lastReadAt();
        return readAt > begunAt ? readAt : Math.max(context.ticker().read(), begunAt + 1);
    }

    /** RFC 6455 §5.5.2: answered with the same payload. */
    @Override
    public void ping(Bytes payload) {
        sender.pong(payload);
    }

    @Override
    public void pong(Bytes payload) {
        pongs.accept(payload, wire.lastReadAt());
    }

    @Override
    public void close(PeerClose came) {
        PeerClose close = context.log().hidesPeersWords() ? came.withoutReason() : came;
        boolean byServer = comesFirst();
        Failure fault = close.fault();
        if (fault != null) {
            violated(new ProbeFailedException(fault), report(close, false, byServer));
            return;
        }
        // Logged before the answer is sent, so that the log shows which side closed first.
        context.log().info(Topic.RECEIVED, "the server sent " + close);
        // RFC 6455 §5.5.1: answered with the same code.
        sender.forgetPong();
        sender.close(close.code(), "");
        boolean clean = sender.isClosed();
        end(
                new ProbeFailedException(
                        Phase.CONVERSATION,
                        Reason.CLOSED_BY_PEER,
                        "the server sent " + close + " before the conversation was over"),
                report(close, clean, byServer),
                wire.lastReadAt());
    }

    private static CloseReport report(PeerClose close, boolean clean, boolean byServer) {
        return byServer ? close.report(clean).closedByServer() : close.report(clean);
    }

    /** Whether an end that comes now is the server's own, and no answer to the client's Close. */
    boolean comesFirst() {
        return !sender.closeWasWritten();
    }

    /** RFC 6455 §7.1.7: the server has broken the protocol, and the client's Close reports it. */
    void violated(ProbeFailedException violation) {
        violated(violation, new CloseReport(null, null, false));
    }

    private void violated(ProbeFailedException violation, CloseReport report) {
        Failure failure = violation.failure();
        context.log().info("no proper Close: " + failure.detail());
        sender.report(failure);
        end(violation, report, wire.lastReadAt());
    }

    /** The first end counts; what came before it may still be taken. */
    void end(ProbeFailedException failure, CloseReport report, long tick) {
        if (!closeState.isKnown()) {
            context.state().close(report);
            closeState.note(failure, report, tick);
            queue.end(failure);
        }
    }
}
