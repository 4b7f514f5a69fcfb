package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Bytes;
import dev.websocketexporter.probe.CloseReport;
import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.Reason;
import dev.websocketexporter.script.Message;

/** What a server's frames mean for the probe. Confined to the probe's event loop. */
final class FrameReceiver implements FrameListener {
    private final ProbeRun run;
    private final WireClock wire;
    private final Session session;
    private final MessageQueue queue;
    private final SessionEnd end;
    private final Turn turn;
    private PongListener pongs = (payload, readAt) -> {};
    private boolean dropping;

    FrameReceiver(ProbeRun run, Session session, MessageQueue queue, SessionEnd end, Turn turn) {
        this.run = run;
        this.wire = run.channel().wire();
        this.session = session;
        this.queue = queue;
        this.end = end;
        this.turn = turn;
    }

    /** From now on pongs are told to this one. */
    void pongs(PongListener listener) {
        pongs = listener;
    }

    /** From now on there is always room, since nothing is kept. */
    void drop() {
        dropping = true;
        queue.clear();
    }

    /** Whether nothing that was received stays behind. */
    boolean looksAtAll() {
        return !turn.isResting() && (dropping || !queue.isFull());
    }

    @Override
    public boolean hasRoom() {
        return looksAtAll() && goesOn();
    }

    @Override
    public boolean goesOn() {
        return turn.goesOn();
    }

    @Override
    public void message(Message message) {
        queue.add(new Received(message, wire.lastReadAt()));
    }

    @Override
    public void dropped(int bytes) {
        queue.count(bytes, wire.lastReadAt());
    }

    @Override
    public void ping(Bytes payload) {
        session.answerPing(payload);
    }

    @Override
    public void pong(Bytes payload) {
        pongs.pong(payload, wire.lastReadAt());
    }

    @Override
    public void close(PeerClose close) {
        // Told before the answer is: the log shows who has closed first.
        run.log().info("the server sent " + close);
        boolean clean = session.answerClose(close.code());
        end(
                new ProbeFailure(
                        Phase.CONVERSATION,
                        Reason.CLOSED_BY_PEER,
                        "the server sent " + close + " before the conversation was over"),
                close.report(clean),
                wire.lastReadAt());
    }

    /** The first end counts; what came before it may still be taken. */
    void end(ProbeFailure failure, CloseReport report, long tick) {
        if (!end.hasCome()) {
            run.findings().close = report;
            end.come(failure, report, tick);
            queue.end(failure);
        }
    }
}
