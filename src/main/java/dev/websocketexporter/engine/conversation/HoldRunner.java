package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.Quantities;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.module.Conversation.Heartbeat.Accept;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.time.Duration;

/** Keeps the connection open and idle, then asks whether somebody is still there. */
public final class HoldRunner implements PingExchange.Listener {
    private final ConversationRun talk;
    private final PingExchange exchange;
    private final Duration hold;
    private final Duration pongTimeout;
    private final Accept accept;

    HoldRunner(ConversationRun talk, PingExchange exchange, Duration hold, Heartbeat pongs) {
        this.talk = talk;
        this.exchange = exchange;
        this.hold = hold;
        this.pongTimeout = pongs.timeout();
        this.accept = pongs.accept();
    }

    void begin() {
        talk.context().log().debug("keeping the connection idle for " + Quantities.of(hold));
        talk.waitFor(() -> "the hold of " + Quantities.of(hold) + " to end");
        talk.after(hold, this::ask);
    }

    private void ask() {
        talk.context().log().debug("the hold of " + Quantities.of(hold) + " is over");
        exchange.ping("the ping after the hold", exchange.patience(pongTimeout), this);
    }

    @Override
    public void answered(long readAt, Duration roundTrip) {
        talk.succeed(readAt);
    }

    @Override
    public void missed(String instead) {
        long now = talk.context().ticker().read();
        if (accept == Accept.NONE) {
            talk.succeed(now);
            return;
        }
        String expected = accept == Accept.MATCHING ? "a pong with its payload" : "any pong";
        String detail = "no pong to the ping after the hold of " + Quantities.of(hold) + " within "
                + Quantities.of(pongTimeout) + instead + " (expected: " + expected + ")";
        talk.fail(new ProbeFailedException(Phase.CONVERSATION, Reason.PONG_MISSED, detail), now);
    }
}
