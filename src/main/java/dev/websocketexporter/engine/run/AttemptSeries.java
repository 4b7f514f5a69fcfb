package dev.websocketexporter.engine.run;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.LogLine;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.ProbeResult.Timings;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.probe.module.ProbeModule.RetrySettings;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.report.Reason;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A probe whose failure is confirmed by further attempts, all inside one budget. Everything except the methods of
 * {@link Prober.Handle} is confined to the loop.
 */
public final class AttemptSeries extends JoinedRuns {
    /** The first attempt is made even by a loop that comes to it too late, so that there is an answer. */
    private static final Duration LEAST = Duration.ofNanos(1);

    private final ProbeRequest request;
    private final Ticker ticker;
    private final long startedAt;
    private final Instant startedOn;
    private final Function<ProbeRequest, Prober.Handle> start;
    private final BoundedLog log = new BoundedLog();

    private int begun;
    private @Nullable Attempt last;
    private @Nullable ScheduledFuture<?> nextAttempt;
    private boolean cancelled;

    /**
     * An attempt that was begun.
     *
     * @param run the attempt itself
     * @param before the time until it began
     * @param ended its result, while the next attempt is waited for; null: it still runs
     */
    private record Attempt(
            Prober.Handle run, Duration before, @Nullable ProbeResult ended) {}

    /**
     * A series that has not begun.
     *
     * @param start begins one attempt on the same loop
     */
    public AttemptSeries(
            ProbeRequest request,
            EventLoop loop,
            Ticker ticker,
            Instant startedOn,
            Function<ProbeRequest, Prober.Handle> start) {
        super(loop);
        this.request = request;
        this.ticker = ticker;
        this.startedAt = ticker.read();
        this.startedOn = startedOn;
        this.start = start;
    }

    /** Begins the first attempt. */
    public AttemptSeries begin() {
        loop().execute(this::next);
        return this;
    }

    private void next() {
        Duration left = request.budget().minus(elapsed());
        if (left.compareTo(LEAST) < 0 && last != null && last.ended() != null) {
            // The timer was late: the last result counts, as an attempt without time would find out nothing.
            finish(last.ended(), last.before(), last.ended().outcome());
            return;
        }
        AttemptPlan plan = AttemptPlan.of(
                left.compareTo(LEAST) < 0 ? LEAST : left, settings().most() - begun, settings());
        begun++;
        note(
                LogLine.Level.DEBUG,
                "attempt " + begun + " of " + (begun + plan.attempts() - 1) + ", within " + Text.of(plan.share()));
        Duration before = elapsed();
        Prober.Handle run = start.apply(request.withBudget(plan.share()));
        last = new Attempt(run, before, null);
        add(run);
        CompletionStage<Void> unusedEnded =
                run.result().thenAcceptAsync(ended -> attemptEnded(run, before, ended, plan), loop());
    }

    private void attemptEnded(Prober.Handle run, Duration before, ProbeResult ended, AttemptPlan plan) {
        ended.log().forEach(line -> log.add(line.after(before)));
        Failure failure = ended.failure();
        Duration pause = settings().interval();
        if (cancelled) {
            // The attempt was over before it could be cancelled.
            endCancelled(ended, before);
            return;
        }
        if (failure == null || plan.attempts() == 1 || isCertain(failure) || isTooLate(pause)) {
            finish(ended, before, ended.outcome());
            return;
        }
        note(
                LogLine.Level.WARN,
                "attempt " + begun + " failed in phase " + failure.phase().label() + ": "
                        + failure.reason().label() + "; the next begins in " + Text.of(pause));
        last = new Attempt(run, before, ended);
        nextAttempt = loop().schedule(this::next, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** On a busy machine an attempt may end later than planned. */
    private boolean isTooLate(Duration pause) {
        return elapsed().plus(pause).compareTo(request.budget()) >= 0;
    }

    /** What the module and the target's scheme decide by themselves comes out the same each time. */
    private static boolean isCertain(Failure failure) {
        return failure.reason() == Reason.SSL_FORBIDDEN || failure.reason() == Reason.SSL_REQUIRED;
    }

    private Duration elapsed() {
        return Duration.ofNanos(ticker.read() - startedAt);
    }

    private RetrySettings settings() {
        return request.module().attempts();
    }

    private void note(LogLine.Level level, String message) {
        log.add(new LogLine(elapsed(), level, message));
    }

    /** Everything but the outcome, the time and the log is the last attempt's. */
    private void finish(ProbeResult ended, Duration before, Outcome outcome) {
        complete(new ProbeResult(
                request,
                startedOn,
                outcome,
                new Timings(
                        elapsed(),
                        ended.timings().phases(),
                        before,
                        ended.timings().aside()),
                ended.lookupTime(),
                ended.dialled(),
                ended.tls(),
                ended.upgrade(),
                ended.conversation(),
                ended.close(),
                begun,
                ended.addresses(),
                log.lines()));
    }

    @Override
    public void cancel() {
        loop().execute(() -> {
            cancelled = true;
            if (last != null) {
                cancel(last);
            }
        });
    }

    private void cancel(Attempt attempt) {
        ProbeResult ended = attempt.ended();
        boolean waiting = nextAttempt != null && nextAttempt.cancel(false);
        if (waiting && ended != null) {
            endCancelled(ended, attempt.before());
        } else {
            attempt.run().cancel();
        }
    }

    private void endCancelled(ProbeResult ended, Duration before) {
        if (!(ended.outcome() instanceof Outcome.Cancelled)) {
            note(LogLine.Level.INFO, "probe cancelled: the client has gone");
        }
        finish(ended, before, new Outcome.Cancelled());
    }

    /**
     * How the time that is left is shared out among the attempts still to come.
     *
     * @param attempts how many fit, at least one
     * @param share the most that the next one may take
     */
    record AttemptPlan(int attempts, Duration share) {
        /**
         * The plan for what is left.
         *
         * @param left the rest of the budget; positive
         * @param wanted how many attempts the module still wants, from 1
         */
        static AttemptPlan of(Duration left, int wanted, RetrySettings settings) {
            for (int attempts = wanted; attempts > 1; attempts--) {
                Duration share = settings.share(left, attempts);
                if (RetrySettings.isWorthwhile(share)) {
                    return new AttemptPlan(attempts, share);
                }
            }
            return new AttemptPlan(1, left);
        }
    }
}
