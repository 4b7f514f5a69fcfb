package dev.websocketexporter.engine.hold;

import dev.websocketexporter.probe.watch.WatchSettings.Send;

/** The application's own heartbeat: the same message again and again. Confined to the event loop. */
final class KeepAlive extends LoopTimers.Timer {
    private final HoldLoop home;
    private final Send plan;
    private final Runnable sender;
    private long nextAt;

    /** @param sender sends the message */
    KeepAlive(HoldLoop home, Send plan, Runnable sender) {
        this.home = home;
        this.plan = plan;
        this.sender = sender;
    }

    /** Sends the first one an interval after that tick. */
    void begin(long tick) {
        nextAt = tick + plan.every().toNanos();
        home.timers().set(this, nextAt);
    }

    void end() {
        home.timers().cancel(this);
    }

    @Override
    void due(long look) {
        // After a pause of the exporter, one message is enough.
        nextAt = Math.max(nextAt, home.loop().ticker().read() - plan.every().toNanos())
                + plan.every().toNanos();
        home.timers().set(this, nextAt);
        sender.run();
    }
}
