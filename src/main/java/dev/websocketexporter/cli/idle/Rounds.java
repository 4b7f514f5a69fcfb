package dev.websocketexporter.cli.idle;

import dev.websocketexporter.cli.idle.Judge.Judgement;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.idle.IdleConnection;
import dev.websocketexporter.probe.idle.IdleVerdict;
import dev.websocketexporter.probe.module.CloseCode;
import dev.websocketexporter.probe.watch.HoldEnd.Ours;
import dev.websocketexporter.probe.watch.Holder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Holds connections, some at a time, until a verdict on them is settled. Used by one thread, but for {@link #interrupt}. */
final class Rounds {
    /** Between two looks; an event has one at once. */
    private static final Duration FRAME = Duration.ofMillis(80);

    /** In which all of a round are opened. */
    private static final Duration SPREAD = Duration.ofSeconds(1);

    private final Holder holder;
    private final Ticker ticker;
    private final Watcher watcher;
    private final Semaphore changes = new Semaphore(0);
    private final List<SilentConnection> all = new ArrayList<>();
    private final long began;
    private volatile boolean interrupted;

    Rounds(Holder holder, Ticker ticker, Watcher watcher) {
        this.holder = holder;
        this.ticker = ticker;
        this.watcher = watcher;
        this.began = ticker.read();
    }

    void interrupt() {
        interrupted = true;
        changes.release();
    }

    boolean isInterrupted() {
        return interrupted;
    }

    /** One of the next round. */
    SilentConnection silent(Duration length, Asking asking) {
        return new SilentConnection(length, asking, changes::release);
    }

    /**
     * Opens connections one after the other, and looks at them until a verdict is settled, or somebody has had enough. Then
     * they are closed, which takes its time.
     *
     * @param round ascending by length
     * @param pinged the interval of their pings; absent: they send none
     */
    IdleVerdict hold(List<SilentConnection> round, ProbeRequest request, @Nullable Duration pinged)
            throws InterruptedException {
        all.addAll(round);
        long first = ticker.read();
        while (true) {
            long now = ticker.read();
            open(round, request, first, now);
            round.forEach(one -> one.act(now));
            List<IdleConnection> seen = at(round, now);
            watcher.follow(Duration.ofNanos(now - began), seen, pinged);
            if (watcher.isGone()) {
                interrupted = true;
            }
            Judgement judgement = Judge.of(seen);
            if (judgement.settled() || interrupted) {
                leave(round, now);
                return judgement.verdict();
            }
            boolean unused = changes.tryAcquire(FRAME.toNanos(), TimeUnit.NANOSECONDS);
            int unusedOthers = changes.drainPermits();
        }
    }

    /** The longest first, since it sees most; evenly over the time. */
    private void open(List<SilentConnection> round, ProbeRequest request, long first, long now) {
        int size = round.size();
        for (int i = 0; i < size; i++) {
            SilentConnection next = round.get(size - 1 - i);
            boolean due = now - first >= SPREAD.toNanos() * i / size;
            if (due && !next.isBegun() && !interrupted) {
                next.begin(holder, request, first);
            }
        }
    }

    private void leave(List<SilentConnection> round, long now) {
        int code = interrupted ? CloseCode.GOING_AWAY : CloseCode.NORMAL;
        Ours why = interrupted ? Ours.SHUTDOWN : Ours.MAX_LIFETIME;
        for (SilentConnection one : round) {
            one.act(now);
            one.giveUp(code, why, now);
        }
    }

    static List<IdleConnection> at(List<SilentConnection> round, long now) {
        return round.stream().map(one -> one.at(now)).toList();
    }

    /** Lets closing handshakes end; what is still open then ends with the process. */
    void part(Duration patience) {
        CompletableFuture<?>[] gone =
                all.stream().map(one -> one.released().toCompletableFuture()).toArray(CompletableFuture<?>[]::new);
        Void unused = CompletableFuture.allOf(gone)
                .completeOnTimeout(null, patience.toNanos(), TimeUnit.NANOSECONDS)
                .join();
    }
}
