package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.Quantities;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.time.Duration;

/** Keeps the connection open and idle, then asks whether somebody is still there. */
public final class HoldRunner implements PingExchange.Listener {
    private final ConversationRun talk;
    private final PingExchange exchange;
    private final Duration hold;
    private final Duration pongTimeout;

    HoldRunner(ConversationRun talk, PingExchange exchange, Duration hold, Duration pongTimeout) {
        this.talk = talk;
        this.exchange = exchange;
        this.hold = hold;
        this.pongTimeout = pongTimeout;
    }

    void begin() {
        talk.context().log().debug("keeping the connection idle for " + Quantities.of(hold));
        talk.waitFor(() -> "the hold of " + Quantities.of(hold) + " to end");
        talk.after(hold, this::ask);
    }

    private void ask() {
        talk.context().log().debug("the hold of " + Quantities.of(hold) + " is over");
        exchange.ping("the ping after the hold", pongTimeout, this);
    }

    @Override
    public void answered(long readAt, Duration roundTrip) {
        talk.succeed(readAt);
    }

    @Override
    public void missed() {
        String detail = "no pong to the ping after the hold of " + Quantities.of(hold) + " within "
                + Quantities.of(pongTimeout) + " (expected: a pong with its payload)";
        talk.fail(
                new ProbeFailedException(Phase.CONVERSATION, Reason.PONG_MISSED, detail),
                talk.context().ticker().read());
    }
}
