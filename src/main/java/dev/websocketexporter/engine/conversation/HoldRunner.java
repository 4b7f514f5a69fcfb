package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.run.Text;
import dev.websocketexporter.probe.module.Conversation.Heartbeat;
import dev.websocketexporter.probe.module.Conversation.Heartbeat.Accept;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import java.time.Duration;
import java.util.function.LongConsumer;

/** Keeps the connection open and idle, then sends a ping to see whether the server still answers. */
final class HoldRunner implements PingExchange.Listener, Moment {
    /** An end that comes sooner has another cause: idle limits are whole seconds. */
    private static final Duration SHORTEST_IDLE_LIMIT = Duration.ofMillis(500);

    private final ConversationRun run;
    private final PingExchange exchange;
    private final Duration hold;
    private final Duration pongTimeout;
    private final Accept accept;
    private final LongConsumer then;
    private long beganAt;

    /** @param then is called with the tick at which the hold was over */
    HoldRunner(ConversationRun run, PingExchange exchange, Duration hold, Heartbeat pongs, LongConsumer then) {
        this.run = run;
        this.exchange = exchange;
        this.hold = hold;
        this.pongTimeout = pongs.timeout();
        this.accept = pongs.accept();
        this.then = then;
    }

    void begin() {
        run.context().log().debug("keeping the connection idle for " + Text.of(hold));
        run.waitFor(() -> "the hold of " + Text.of(hold) + " to end");
        beganAt = run.context().ticker().read();
        run.inMoment(this);
        run.after(hold, this::ask);
    }

    @Override
    public String when(long tick) {
        return Moment.of("the hold of " + Text.of(hold), beganAt, tick);
    }

    @Override
    public String why(Reason end, long tick) {
        return Duration.ofNanos(tick - beganAt).compareTo(SHORTEST_IDLE_LIMIT) < 0
                ? ""
                : ": perhaps an idle limit of the server, or of a proxy on the way";
    }

    private void ask() {
        run.context().log().debug("the hold of " + Text.of(hold) + " is over");
        exchange.ping("the ping after the hold", exchange.patience(pongTimeout), this);
    }

    @Override
    public void answered(long readAt, Duration roundTrip) {
        then.accept(readAt);
    }

    @Override
    public void missed(String instead) {
        long now = run.context().ticker().read();
        if (accept == Accept.NONE) {
            then.accept(now);
            return;
        }
        String expected = accept == Accept.MATCHING ? "a pong with its payload" : "any pong";
        String detail = "no pong to the ping after the hold of " + Text.of(hold) + " within " + Text.of(pongTimeout)
                + instead + " (expected: " + expected + ")";
        run.fail(new ProbeFailedException(Phase.CONVERSATION, Reason.PONG_MISSED, detail), now);
    }
}
