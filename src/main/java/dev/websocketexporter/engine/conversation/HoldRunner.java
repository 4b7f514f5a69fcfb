package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.time.Duration;

/** Keeps the connection open and idle, then sends a ping to see whether the server still answers. */
final class HoldRunner implements PingExchange.Listener {
    private final ConversationRun run;
    private final PingExchange exchange;
    private final Duration hold;
    private final Duration pongTimeout;

    HoldRunner(ConversationRun run, PingExchange exchange, Duration hold, Duration pongTimeout) {
        this.run = run;
        this.exchange = exchange;
        this.hold = hold;
        this.pongTimeout = pongTimeout;
    }

    void begin() {
        run.context().log().debug("keeping the connection idle for " + Text.of(hold));
        run.waitFor(() -> "the hold of " + Text.of(hold) + " to end");
        run.after(hold, this::ask);
    }

    private void ask() {
        run.context().log().debug("the hold of " + Text.of(hold) + " is over");
        exchange.ping("the ping after the hold", pongTimeout, this);
    }

    @Override
    public void answered(long readAt, Duration roundTrip) {
        run.succeed(readAt);
    }

    @Override
    public void missed() {
        String detail = "no pong to the ping after the hold of " + Text.of(hold) + " within " + Text.of(pongTimeout)
                + " (expected: a pong with its payload)";
        run.fail(
                new ProbeFailedException(Phase.CONVERSATION, Reason.PONG_MISSED, detail),
                run.context().ticker().read());
    }
}
