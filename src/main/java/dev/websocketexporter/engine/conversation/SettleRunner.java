package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.engine.run.Text;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Waits whether the connection stays open: some servers accept the upgrade of every request, and refuse it by what they
 * send after the 101.
 */
final class SettleRunner implements Moment {
    private final ConversationRun run;
    private final Duration settle;
    private final String moment;
    private final Runnable then;
    private long beganAt;
    private boolean over;

    /**
     * @param after what it follows
     * @param then is called when the time has passed, and the connection is still open
     */
    SettleRunner(ConversationRun run, Duration settle, String after, Runnable then) {
        this.run = run;
        this.settle = settle;
        this.moment = "the settle of " + Text.of(settle) + " after " + after;
        this.then = then;
    }

    void begin() {
        run.context().log().debug(moment + " begins");
        run.waitFor(() -> moment + " to end");
        beganAt = run.context().ticker().read();
        run.inMoment(this);
        run.after(settle, this::end);
        // Messages may be waiting for a step that has not begun, so that an end is not seen by taking them.
        CompletableFuture<Void> unused = run.session()
                .frames()
                .broken()
                .whenComplete((none, end) -> run.go(() -> {
                    if (!over) {
                        run.failWith(end);
                    }
                }));
    }

    @Override
    public String when(long tick) {
        return Moment.of(moment, beganAt, tick);
    }

    private void end() {
        over = true;
        run.inMoment(NONE);
        run.context().log().debug(moment + " is over, and the connection is open");
        then.run();
    }
}
