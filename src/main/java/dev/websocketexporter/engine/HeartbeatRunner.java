package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Heartbeat;
import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.Reason;
import java.time.Duration;
import java.util.function.LongConsumer;

/** Sends the pings of a heartbeat, each after the outcome of the one before it. */
final class HeartbeatRunner implements PingExchange.Listener {
    private final Talk talk;
    private final PingExchange exchange;
    private final Heartbeat plan;
    private final LongConsumer then;
    private final HeartbeatFigures figures;
    private long sentAt;

    /** @param then is told at which tick the heartbeat was over */
    HeartbeatRunner(Talk talk, PingExchange exchange, Heartbeat plan, LongConsumer then) {
        this.talk = talk;
        this.exchange = exchange;
        this.plan = plan;
        this.then = then;
        this.figures = new HeartbeatFigures(plan);
    }

    void begin() {
        talk.record().heartbeatBegan(figures::report);
        ping();
    }

    private void ping() {
        int number = figures.sent();
        sentAt = exchange.ping("ping " + number + " of " + plan.pings(), plan.timeout(), this);
    }

    @Override
    public void answered(long readAt, Duration roundTrip) {
        figures.answered(roundTrip);
        goOn(readAt);
    }

    @Override
    public void missed() {
        long now = talk.context().ticker().read();
        figures.missed();
        if (figures.tooManyMissed()) {
            String detail = "no pong to ping " + figures.pings() + " of " + plan.pings() + " within "
                    + Quantities.of(plan.timeout()) + "; missed: " + figures.missedPongs() + " (expected: at most "
                    + plan.maxMissed() + ")";
            talk.fail(new ProbeFailure(Phase.CONVERSATION, Reason.PONG_MISSED, detail), now);
        } else {
            goOn(now);
        }
    }

    private void goOn(long tick) {
        if (figures.pings() == plan.pings()) {
            then.accept(tick);
            return;
        }
        Duration rest = plan.interval().minusNanos(talk.context().ticker().read() - sentAt);
        if (rest.isNegative() || rest.isZero()) {
            talk.go(this::ping);
        } else {
            talk.waitFor(() -> "the time of ping " + (figures.pings() + 1) + " of " + plan.pings());
            talk.after(rest, this::ping);
        }
    }
}
