package dev.websocketexporter.watch;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.module.CloseCode;
import dev.websocketexporter.probe.report.ExporterLimit;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.watch.HoldEnd;
import dev.websocketexporter.probe.watch.HoldEnd.Dropped;
import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.Holder.Held;
import dev.websocketexporter.probe.watch.TargetFigures.Connection;
import dev.websocketexporter.probe.watch.TargetFigures.State;
import dev.websocketexporter.probe.watch.WatchSettings;
import dev.websocketexporter.probe.watch.WatchedTarget;
import dev.websocketexporter.watch.Agenda.Alarm;
import dev.websocketexporter.watch.WallTime.Reading;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection that is always wanted: waiting, opening, open, closing, and again. All of it happens on the loop; its state is
 * safe to read from any thread.
 */
final class WatchedConnection implements ConnectionCounter.Owner, StartRate.Start {
    /** The connections to one target. */
    interface Group {
        WatchedTarget watched();

        TargetCounters counters();

        /** Until when none of them should be closed because of its age; a tick that may be over. */
        long quietUntil(long now);

        /** The connection has opened, ended, or could not be opened. */
        void changed(WatchedConnection connection);

        /** A message that the connection waits for has come. */
        void arrived(WatchedConnection connection, String text, long tick);
    }

    private final Group group;
    private final int number;
    private final Surroundings shared;
    private final Backoff backoff;
    private final ConnectionStatus status;
    private final Downtime downtime = new Downtime();

    /** For its next opening while it waits, for the end of its life while it is open. */
    private final Alarm alarm;

    private boolean retired;
    private volatile boolean rotating;

    /** @param number from 0 */
    WatchedConnection(Group group, int number, Surroundings shared) {
        this.group = group;
        this.number = number;
        this.shared = shared;
        this.backoff = new Backoff(group.watched().settings().reconnect());
        this.alarm = shared.loop().alarm(this::due);
        this.status = new ConnectionStatus(shared.loop().now());
    }

    /** Opens it at this tick for the first time. */
    void startAt(long tick) {
        if (!retired) {
            alarm.setFor(tick);
        }
    }

    /** Closes it, or gives it up, for good. */
    void retire(int code, Ours why) {
        if (retired) {
            return;
        }
        retired = true;
        alarm.cancel();
        if (status.is(State.OPENING) || isOpen()) {
            close(code, why);
        }
    }

    /** Sends a text message, if it is open. */
    void send(String text) {
        Held held = status.held();
        if (held != null) {
            held.send(text);
        }
    }

    /** Messages with this text are reported to the group once; null: none any more. */
    void await(@Nullable String text) {
        Held held = status.held();
        if (held != null) {
            held.await(text);
        }
    }

    private void due() {
        if (isOpen()) {
            rotate();
        } else if (status.is(State.WAITING)) {
            shared.opener().ask(settings().name(), this);
        }
    }

    /** The rate permits to open it. */
    @Override
    public boolean start() {
        if (retired || !status.is(State.WAITING)) {
            return false;
        }
        status.enter(State.OPENING, shared.loop().now());
        ConnectionCounter fresh = new ConnectionCounter(group.counters(), shared.loop(), this);
        status.counter(fresh);
        try {
            Held opening = shared.opener().open(group.watched(), fresh);
            status.held(opening);
            return opening.dials();
        } catch (RuntimeException bug) {
            failedBy(bug);
            return false;
        }
    }

    /** Nothing will be reported of an opening that did not begin. */
    private void failedBy(RuntimeException bug) {
        long tick = shared.loop().now();
        failedBecause(LastEnd.of(new Failure(Phase.RESOLVE, Reason.INTERNAL_ERROR, bug.toString()), tick));
        tryAgainAfter(tick);
        shared.events().defect(bug);
    }

    @Override
    public void opened(ConnectionCounter connection) {
        long tick = connection.openedAt();
        group.counters().opened.increment();
        if (!status.is(State.OPENING)) {
            // It is being closed again, and its end will follow.
            return;
        }
        status.enter(State.OPEN, tick);
        rotating = false;
        planRotation(tick);
        Downtime.Up up = downtime.opened(tick);
        if (up != null && up.outage()) {
            group.counters().outages.addNanos(up.downNanos());
        }
        group.changed(this);
        if (up != null) {
            shared.events().back(group.watched(), number, Duration.ofNanos(up.downNanos()));
        }
    }

    private void planRotation(long opened) {
        Duration longest = settings().maxLifetime();
        if (!longest.isZero()) {
            alarm.setFor(opened + Jitter.lifetime(longest.toNanos(), shared.random()));
        }
    }

    private void rotate() {
        long now = shared.loop().now();
        long quiet = group.quietUntil(now);
        if (quiet - now > 0) {
            alarm.setFor(quiet);
            return;
        }
        rotating = true;
        close(CloseCode.NORMAL, Ours.MAX_LIFETIME);
    }

    private void close(int code, Ours why) {
        status.enter(State.CLOSING, shared.loop().now());
        Held held = status.held();
        if (held != null) {
            held.close(code, why);
        }
        group.changed(this);
    }

    @Override
    public void failed(ProbeResult result, long tick) {
        LastEnd end = LastEnd.of(result, tick);
        boolean news = end != null && failedBecause(end);
        tryAgainAfter(tick);
        group.changed(this);
        Failure failure = result.failure();
        limitReached(failure == null ? null : failure.limit());
        if (news) {
            shared.events().openingFailed(group.watched(), number, result);
        }
    }

    /** Whether that is news. */
    private boolean failedBecause(LastEnd end) {
        group.counters().failedBecause(end.cause());
        status.lastEnd(end);
        return downtime.failed(end.tick()) && !retired;
    }

    @Override
    public void ended(ConnectionCounter connection, HoldEnd end) {
        group.counters().ended(end, connection.openedAt(), connection.heard());
        status.lastEnd(LastEnd.of(end));
        if (end.tick() - connection.openedAt()
                > settings().reconnect().maxDelay().toNanos()) {
            backoff.reset();
        }
        if (end.cause() instanceof Dropped drop) {
            dropped(drop, end);
        } else {
            // The exporter wanted a new one, so there is nothing to wait for.
            waitUntil(end.tick());
            group.changed(this);
        }
    }

    @Override
    public void arrived(String text, long tick) {
        group.arrived(this, text, tick);
    }

    private void dropped(Dropped drop, HoldEnd end) {
        downtime.dropped(end.tick());
        tryAgainAfter(end.tick());
        group.changed(this);
        limitReached(drop.limit());
        if (!retired) {
            shared.events().dropped(group.watched(), number, end);
        }
    }

    private void limitReached(@Nullable ExporterLimit limit) {
        if (limit != null) {
            shared.events().limitReached(limit);
        }
    }

    private void tryAgainAfter(long failed) {
        rotating = false;
        waitUntil(backoff.next(failed, shared.random()));
    }

    private void waitUntil(long tick) {
        Held over = status.held();
        if (over != null) {
            status.held(null);
            shared.opener().over(over);
        }
        status.enter(State.WAITING, shared.loop().now());
        alarm.cancel();
        startAt(tick);
    }

    private WatchSettings settings() {
        return group.watched().settings();
    }

    /** Whether it has its subscription now. Safe to call from any thread, as all below. */
    boolean isOpen() {
        return status.is(State.OPEN);
    }

    /** Whether it is on its way from a close because of its age to its next opening. */
    boolean isRotating() {
        return rotating;
    }

    /** What the present opening, or the last one, has shown; absent: there was none. */
    @Nullable
    ConnectionCounter counter() {
        return status.counter();
    }

    /** Whether it is open and had no message that counts for so long. */
    boolean isSilent(long nanos, long now) {
        ConnectionCounter current = status.counter();
        return isOpen() && current != null && current.silentNanos(now) > nanos;
    }

    Connection figures(Reading wall) {
        return status.figures(number, settings().heartbeat().maxMissed(), wall);
    }
}
