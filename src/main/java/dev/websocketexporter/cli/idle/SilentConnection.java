package dev.websocketexporter.cli.idle;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.idle.Ender;
import dev.websocketexporter.probe.idle.IdleConnection;
import dev.websocketexporter.probe.idle.IdleConnection.End;
import dev.websocketexporter.probe.idle.IdleConnection.Heard;
import dev.websocketexporter.probe.idle.IdleConnection.State;
import dev.websocketexporter.probe.idle.IdleReport.Question;
import dev.websocketexporter.probe.module.CloseCode;
import dev.websocketexporter.probe.report.Reason;
import dev.websocketexporter.probe.watch.HoldEnd;
import dev.websocketexporter.probe.watch.HoldEnd.Dropped;
import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.HoldListener;
import dev.websocketexporter.probe.watch.Holder;
import dev.websocketexporter.probe.watch.Holder.Held;
import dev.websocketexporter.probe.watch.WatchSettings.Messages;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is silent for its length, or pings meanwhile, and then shows whether it still works. Its listener notes what
 * happens on the event loop; everything else is for one other thread.
 */
final class SilentConnection implements HoldListener {
    private final Asking asking;
    private final Duration length;
    private final Runnable changed;

    /** Since it was open, in nanoseconds. */
    private final long asksAfter;

    private @Nullable Held held;

    // Guarded by this, as all that follows; ticks in nanoseconds.
    private State state = State.PLANNED;
    private boolean isOpen;
    private long roundBegan;
    private long openedAt;
    private long heardAt;
    private long longestPause;
    private int pings;
    private int messages;
    private long overAt;
    private boolean closing;
    private long roundTripNanos;
    private @Nullable End end;
    private String detail = "";

    /** @param changed is called on an event loop when there is something to look at */
    SilentConnection(Duration length, Asking asking, Runnable changed) {
        this.length = length;
        this.asking = asking;
        this.changed = changed;
        this.asksAfter = length.plus(Asking.grace(length)).toNanos();
    }

    /** Opens it. */
    void begin(Holder holder, ProbeRequest request, long roundBegan) {
        synchronized (this) {
            this.roundBegan = roundBegan;
        }
        held = holder.hold(request, new Holder.Plan(asking.pings(), Messages.ANY, null), this);
    }

    boolean isBegun() {
        return held != null;
    }

    /** Does what is due: closes the connection when it has answered, or asks with a Close. */
    synchronized void act(long now) {
        if (state == State.ANSWERED && !closing) {
            close(CloseCode.NORMAL, Ours.MAX_LIFETIME);
        } else if (state == State.SILENT && !asking.isByPing() && now - openedAt >= asksAfter) {
            state = asking.question() == Question.NONE ? State.ANSWERED : State.ASKED;
            overAt = openedAt + length.toNanos();
            close(CloseCode.NORMAL, Ours.MAX_LIFETIME);
        }
    }

    /** It is not needed any more. */
    synchronized void giveUp(int code, Ours why, long now) {
        if (state == State.PLANNED || state == State.SILENT || state == State.ASKED) {
            overAt = now;
            state = State.GIVEN_UP;
        }
        close(code, why);
    }

    private void close(int code, Ours why) {
        Held connection = held;
        if (connection != null && !closing) {
            closing = true;
            connection.close(code, why);
        }
    }

    /** Completes when the socket is gone. */
    CompletionStage<Void> released() {
        Held connection = held;
        return connection == null ? CompletableFuture.completedFuture(null) : connection.released();
    }

    /** Of its last ping; zero: no pong came. */
    synchronized Duration roundTrip() {
        return Duration.ofNanos(roundTripNanos);
    }

    /** As it is at the tick. */
    synchronized IdleConnection at(long now) {
        if (!isOpen) {
            return new IdleConnection(
                    length, state, Duration.ZERO, Duration.ZERO, Duration.ZERO, Heard.NOTHING, end, detail);
        }
        boolean silent = state == State.SILENT;
        long until = silent ? now : overAt;
        // Whoever has to ask with a ping has done so by now.
        boolean asked = silent && asking.isByPing() && now - openedAt >= asksAfter;
        until = asked ? openedAt + length.toNanos() : until;
        long pause = Math.max(longestPause, until - heardAt);
        return new IdleConnection(
                length,
                asked ? State.ASKED : state,
                Duration.ofNanos(openedAt - roundBegan),
                Duration.ofNanos(Math.max(0, until - openedAt)),
                Duration.ofNanos(Math.max(0, Math.min(pause, until - openedAt))),
                new Heard(
                        pings,
                        messages,
                        pings + messages == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, until - heardAt))),
                end,
                detail);
    }

    @Override
    public void opened(ProbeResult result, long tick) {
        synchronized (this) {
            isOpen = true;
            openedAt = tick;
            heardAt = tick;
            state = state == State.PLANNED ? State.SILENT : state;
        }
        changed.run();
    }

    @Override
    public void failed(ProbeResult result, long tick) {
        synchronized (this) {
            if (state == State.PLANNED) {
                state = State.NOT_OPENED;
                detail = why(result);
            }
        }
        changed.run();
    }

    private static String why(ProbeResult result) {
        if (result.failure() != null) {
            return result.failure().toString();
        }
        return result.outcome() instanceof Outcome.Forbidden forbidden ? forbidden.detail() : "";
    }

    @Override
    public synchronized void message(Type type, int bytes, boolean counts, long sequence, long lagNanos, long tick) {
        if (state == State.SILENT) {
            messages++;
            hear(tick);
        }
    }

    @Override
    public synchronized void controlFrame(long tick) {
        if (state == State.SILENT) {
            pings++;
            hear(tick);
        }
    }

    private void hear(long tick) {
        longestPause = Math.max(longestPause, tick - heardAt);
        heardAt = tick;
    }

    @Override
    public void arrived(String text, long tick) {}

    @Override
    public void sent(Type type, int bytes, long tick) {}

    @Override
    public void pong(long nanos, long tick) {
        synchronized (this) {
            roundTripNanos = nanos;
            if (state == State.SILENT && asking.isByPing() && tick - openedAt >= length.toNanos()) {
                state = State.ANSWERED;
                overAt = openedAt + length.toNanos();
            }
        }
        changed.run();
    }

    @Override
    public void pongMissed(int inARow, long tick) {}

    @Override
    public void ended(HoldEnd ended) {
        synchronized (this) {
            boolean open = state == State.SILENT || state == State.ASKED;
            if (open && ended.cause() instanceof Dropped dropped) {
                dropped(dropped.reason(), ended);
            } else if (state == State.ASKED) {
                answeredClose(ended);
            }
        }
        changed.run();
    }

    private void dropped(Reason reason, HoldEnd ended) {
        detail = reason == Reason.PONG_MISSED ? "no pong came in time" : ended.detail();
        overAt = ended.tick();
        if (isOfThisMachine(reason)) {
            state = State.GIVEN_UP;
            return;
        }
        boolean asked = asking.isByPing() && ended.tick() - openedAt >= asksAfter;
        state = asked || reason == Reason.PONG_MISSED ? State.LOST : State.ENDED;
        if (asked) {
            overAt = openedAt + length.toNanos();
        }
        Integer code = reason == Reason.CLOSED_BY_PEER ? ended.code() : null;
        end = new End(Ender.of(reason), code);
    }

    /** Only the server's Close shows that it works: whoever has forgotten the connection ends it, too, when a Close comes late. */
    private void answeredClose(HoldEnd ended) {
        if (ended.code() != null) {
            state = State.ANSWERED;
            return;
        }
        Reason instead = ended.instead();
        detail = ended.detail();
        if (instead != null && isOfThisMachine(instead)) {
            state = State.GIVEN_UP;
            return;
        }
        state = State.LOST;
        end = new End(instead == null ? Ender.NOBODY : Ender.of(instead), null);
    }

    private static boolean isOfThisMachine(Reason reason) {
        return reason == Reason.EXPORTER_LIMIT || reason == Reason.INTERNAL_ERROR;
    }
}
