package dev.websocketexporter.engine.run;

import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.probe.PhaseListener;
import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.CloseReport;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.ProbeResult.Timings;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.report.Phase;
import dev.websocketexporter.probe.value.Printable;
import dev.websocketexporter.probe.value.QueryValues;
import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One probe under way: its event loop, its deadline, its channel, and what it has learnt. Everything except the methods
 * of {@link Prober.Handle} is confined to the loop.
 */
public final class ProbeRun implements Prober.Handle {
    /** RFC 6455 §5.5: of 123 bytes, each as an escape. */
    private static final int LONGEST_REASON = 123 * 4;

    private final PhaseContext context;
    private final CompletableFuture<ProbeResult> result = new CompletableFuture<>();

    private @Nullable CompletableFuture<?> current;
    private @Nullable ScheduledFuture<?> deadline;

    /** A run that nobody follows. */
    public ProbeRun(ProbeRequest request, RedirectHop first, ProbeLoop home, Instant startedOn) {
        this(request, first, home, startedOn, PhaseListener.NONE);
    }

    public ProbeRun(
            ProbeRequest request, RedirectHop first, ProbeLoop home, Instant startedOn, PhaseListener listener) {
        this.context = new PhaseContext(request, first, home, startedOn, listener);
        home.take();
    }

    /** What its phases share. */
    public PhaseContext context() {
        return context;
    }

    /** The loop has come to the probe: starts the one timer that bounds it. */
    public void startDeadline() {
        context.requireLoop();
        context.lag().note(elapsed());
        context.probeLoop().add(context.lag());
        deadline = context.loop().schedule(this::expire, context.remaining().toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * A phase of the chain: timed, bounded by the deadline, its outcome ignored if the deadline or a cancellation came
     * first.
     */
    <U extends @Nullable Object> CompletableFuture<U> phase(Phase phase, Supplier<CompletableFuture<U>> step) {
        context.requireLoop();
        CompletableFuture<U> bounded = new CompletableFuture<>();
        current = bounded;
        context.clock().begin(phase);
        context.waitFor(() -> "the phase " + phase.label() + " to end");
        CompletableFuture<U> work;
        try {
            work = step.get();
        } catch (RuntimeException e) {
            work = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<U> unused = work.whenComplete((value, failure) -> {
            if (context.loop().inEventLoop()) {
                end(bounded, value, failure);
            } else {
                IllegalStateException wrongThread = new IllegalStateException(
                        phase + " ended on " + Thread.currentThread() + " (expected: its loop)");
                context.loop().execute(() -> end(bounded, null, wrongThread));
            }
        });
        return bounded;
    }

    /** Ends the probe with what the chain ended with; null is a success. */
    public void finish(@Nullable Throwable failure) {
        context.requireLoop();
        if (!context.isOver()) {
            ProbeResult ended = end(failure);
            context.channel()
                    .dismiss(
                            ended.outcome(),
                            context.request().module().closing().code());
        }
    }

    /** Ends it with a success, and leaves the connection open for {@link #handOver}. */
    public void succeed() {
        context.requireLoop();
        ProbeResult unused = end(null);
    }

    /** After {@link #succeed}: gives the connection away, which from then on is no part of the run. */
    public Channel handOver() {
        context.requireLoop();
        return context.channel().handOver();
    }

    private ProbeResult end(@Nullable Throwable failure) {
        context.end();
        if (deadline != null) {
            deadline.cancel(false);
        }
        context.probeLoop().remove(context.lag());
        ProbeLog log = context.log();
        log.debug("event loop lag during this probe: " + Text.of(context.lag().most())
                + " (its phases may be that much too long)");
        Outcome outcome = ProbeOutcome.of(context, afterEndings(failure));
        ProbeState state = context.state();
        ProbeResult ended = new ProbeResult(
                context.request(),
                context.startedOn(),
                outcome,
                new Timings(Duration.ofNanos(elapsed()), context.clock().durations(), Duration.ZERO, context.aside()),
                lookupTime(),
                state.dialled(),
                state.tls(),
                state.upgrade(),
                state.conversation(),
                shown(state.close()),
                1,
                log.lines());
        result.complete(ended);
        return ended;
    }

    /** A peer may repeat what it was sent in its reason, too. */
    private @Nullable CloseReport shown(@Nullable CloseReport close) {
        if (close == null || close.reason() == null) {
            return close;
        }
        String reason = context.log().withoutSecrets(QueryValues.hideInText(close.reason()));
        return close.withReason(Printable.oneLine(reason, LONGEST_REASON));
    }

    /** Nanoseconds since the budget began. */
    private long elapsed() {
        return context.ticker().read() - context.startedAt();
    }

    /** What ended the probe: an ending that breaks is a bug, and must not keep the result back. */
    private @Nullable Throwable afterEndings(@Nullable Throwable failure) {
        try {
            context.runEndings();
            return failure;
        } catch (RuntimeException bug) {
            return bug;
        }
    }

    /** A lookup that failed took its time, too; it took all of its phase. */
    private @Nullable Duration lookupTime() {
        Duration lookups = context.state().lookupTime();
        return lookups == null ? context.clock().durations().get(Phase.RESOLVE) : lookups;
    }

    @Override
    public CompletionStage<ProbeResult> result() {
        return result.minimalCompletionStage();
    }

    @Override
    public CompletionStage<Void> released() {
        return result.thenCompose(known -> context.channel().gone()).minimalCompletionStage();
    }

    @Override
    public void cancel() {
        context.loop().execute(() -> giveUp("the client has gone"));
    }

    /**
     * Ends the probe as {@link #cancel} does, but before this returns. To be called on the loop.
     *
     * @param why for its log
     */
    public void giveUp(String why) {
        context.requireLoop();
        if (current != null) {
            current.completeExceptionally(new CancellationException(why));
        }
        context.channel().reset();
    }

    private <U extends @Nullable Object> void end(
            CompletableFuture<U> bounded, @Nullable U value, @Nullable Throwable failure) {
        if (bounded.isDone()) {
            return;
        }
        context.clock().end();
        if (failure == null) {
            completeWith(bounded, value);
        } else {
            bounded.completeExceptionally(ProbeFailedException.unwrapped(failure));
        }
    }

    @SuppressWarnings("NullAway") // null is the value of a phase without one
    private static <U extends @Nullable Object> void completeWith(CompletableFuture<U> future, @Nullable U value) {
        future.complete(value);
    }

    /**
     * The closing handshake has a limit of its own inside the budget, and failing to finish it in time fails nothing.
     */
    private void expire() {
        Phase phase = context.clock().running();
        if (context.isOver() || phase == null || phase == Phase.CLOSE || current == null) {
            return;
        }
        context.clock().end();
        Duration budget = context.request().budget();
        context.lag().note(elapsed() - budget.toNanos());
        String beginning = "the time budget of " + Text.of(budget) + " was over while waiting for ";
        current.completeExceptionally(new ProbeFailedException(context.expired(phase, beginning)));
    }
}
