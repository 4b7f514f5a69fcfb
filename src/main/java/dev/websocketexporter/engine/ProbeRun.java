package dev.websocketexporter.engine;

import dev.websocketexporter.probe.Outcome;
import dev.websocketexporter.probe.Phase;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.Reason;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.Timings;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One probe under way: its event loop, its deadline, its channel, and what it has learnt. All but the methods of
 * {@link Prober.Running} is confined to the loop.
 */
final class ProbeRun implements Prober.Running {
    private final ProbeRequest request;
    private final ProbeLoop home;
    private final EventLoop loop;
    private final Ticker ticker;
    private final ProbeLag lag = new ProbeLag();
    private final long startedAt;
    private final Instant startedOn;
    private final PhaseClock clock;
    private final ProbeLog log;
    private final Findings findings = new Findings();
    private final OwnedChannel channel;
    private final CompletableFuture<ProbeResult> result = new CompletableFuture<>();

    private Hop hop;
    private @Nullable CompletableFuture<?> current;
    private @Nullable ProbeRun errand;
    private @Nullable ScheduledFuture<?> deadline;
    private final List<Runnable> endings = new ArrayList<>();
    private boolean over;

    ProbeRun(ProbeRequest request, Hop first, ProbeLoop home, Instant startedOn) {
        this.request = request;
        this.hop = first;
        this.home = home;
        this.loop = home.executor();
        this.ticker = home.ticker();
        this.startedAt = ticker.read();
        this.startedOn = startedOn;
        this.clock = new PhaseClock(ticker);
        this.log = new ProbeLog(ticker, startedAt);
        log.hideQueryOf(request.target());
        this.channel = new OwnedChannel();
    }

    ProbeRequest request() {
        return request;
    }

    /** Where the probe is on its way to. */
    Hop hop() {
        return hop;
    }

    /** Leaves for another place: the connection is given up, and what was learnt of it with it. */
    void follow(Hop next) {
        requireLoop();
        hop = next;
        log.hideQueryOf(next.target());
        channel.leave();
        findings.forgetConnection();
        findings.redirected(next.redirects());
    }

    /** Another run on the same loop that this one waits for, and that is cancelled with it. */
    void sendOnErrand(ProbeRun other) {
        requireLoop();
        errand = other;
    }

    /** Does this at the end of the probe, however it ends, before its result is put together. */
    void atEnd(Runnable ending) {
        requireLoop();
        endings.add(ending);
    }

    /** The tick at which the budget began. */
    long startedAt() {
        return startedAt;
    }

    Instant startedOn() {
        return startedOn;
    }

    /** Its event loop with all that is known of it. */
    ProbeLoop home() {
        return home;
    }

    EventLoop loop() {
        return loop;
    }

    ProbeLag lag() {
        return lag;
    }

    Ticker ticker() {
        return ticker;
    }

    PhaseClock clock() {
        return clock;
    }

    ProbeLog log() {
        return log;
    }

    Findings findings() {
        return findings;
    }

    OwnedChannel channel() {
        return channel;
    }

    /** What is left of the budget; zero when nothing is. */
    Duration remaining() {
        Duration left = request.budget().minusNanos(ticker.read() - startedAt);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** The loop has come to the probe: starts the one timer that bounds it. */
    void startDeadline() {
        requireLoop();
        lag.note(ticker.read() - startedAt);
        home.add(lag);
        deadline = loop.schedule(this::expire, remaining().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A phase of the chain: timed, bounded by the deadline, its outcome ignored when the deadline spoke first. */
    <U extends @Nullable Object> CompletableFuture<U> phase(Phase phase, Supplier<CompletableFuture<U>> step) {
        requireLoop();
        CompletableFuture<U> bounded = new CompletableFuture<>();
        current = bounded;
        clock.begin(phase);
        CompletableFuture<U> work;
        try {
            work = step.get();
        } catch (RuntimeException e) {
            work = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<U> unused = work.whenComplete((value, failure) -> {
            if (loop.inEventLoop()) {
                end(bounded, value, failure);
            } else {
                IllegalStateException wrongThread = new IllegalStateException(
                        phase + " ended on " + Thread.currentThread() + " (expected: its loop)");
                loop.execute(() -> end(bounded, null, wrongThread));
            }
        });
        return bounded;
    }

    /** Every step of the chain runs on the probe's loop; this says so, in production too. */
    void requireLoop() {
        if (!loop.inEventLoop()) {
            throw new IllegalStateException("on " + Thread.currentThread() + " (expected: the probe's event loop)");
        }
    }

    /** Whether the probe has its result; what is still under way for it changes nothing, and begins nothing. */
    boolean isOver() {
        return over;
    }

    /** Ends the probe with what the chain ended with; null is a success. */
    void finish(@Nullable Throwable failure) {
        requireLoop();
        if (over) {
            return;
        }
        over = true;
        if (errand != null) {
            errand.cancel();
        }
        if (deadline != null) {
            deadline.cancel(false);
        }
        home.remove(lag);
        log.debug("event loop lag during this probe: " + Quantities.of(lag.most())
                + " (its phases may be that much too long)");
        Outcome outcome = ProbeOutcome.of(this, afterEndings(failure));
        Timings timings = new Timings(Duration.ofNanos(ticker.read() - startedAt), clock.durations());
        result.complete(new ProbeResult(
                request,
                startedOn,
                outcome,
                timings,
                lookupTime(),
                findings.dialled,
                findings.tls,
                findings.upgrade,
                findings.conversation,
                findings.close,
                1,
                log.lines()));
        channel.dismiss(outcome, request.module().closing().code());
    }

    /** What ended the probe: an ending that breaks is a bug, and must not keep the result back. */
    private @Nullable Throwable afterEndings(@Nullable Throwable failure) {
        try {
            endings.forEach(Runnable::run);
            return failure;
        } catch (RuntimeException bug) {
            return bug;
        }
    }

    /** A lookup that failed took its time, too; it took all of its phase. */
    private @Nullable Duration lookupTime() {
        return findings.lookupTime == null ? clock.durations().get(Phase.RESOLVE) : findings.lookupTime;
    }

    @Override
    public CompletionStage<ProbeResult> result() {
        return result.minimalCompletionStage();
    }

    @Override
    public CompletionStage<Void> released() {
        return result.thenCompose(known -> channel.gone()).minimalCompletionStage();
    }

    @Override
    public void cancel() {
        loop.execute(() -> {
            if (current != null) {
                current.completeExceptionally(new CancellationException("the client has gone"));
            }
            channel.reset();
        });
    }

    private <U extends @Nullable Object> void end(
            CompletableFuture<U> bounded, @Nullable U value, @Nullable Throwable failure) {
        if (bounded.isDone()) {
            return;
        }
        clock.end();
        if (failure == null) {
            completeWith(bounded, value);
        } else {
            bounded.completeExceptionally(unwrapped(failure));
        }
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable inner = failure;
        while (inner instanceof CompletionException && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    @SuppressWarnings("NullAway") // null is the value of a phase without one
    private static <U extends @Nullable Object> void completeWith(CompletableFuture<U> future, @Nullable U value) {
        future.complete(value);
    }

    /** The closing handshake has a limit of its own inside the budget, and failing to finish it in time fails nothing. */
    private void expire() {
        Phase phase = clock.running();
        if (over || phase == null || phase == Phase.CLOSE || current == null) {
            return;
        }
        clock.end();
        lag.note(ticker.read() - startedAt - request.budget().toNanos());
        current.completeExceptionally(new ProbeFailure(phase, Reason.TIMEOUT, DeadlineWords.of(this, phase)));
    }
}
