package dev.websocketexporter.engine.conversation;

import dev.websocketexporter.engine.run.PhaseContext;
import dev.websocketexporter.engine.run.ProbeFailedException;
import dev.websocketexporter.engine.session.Session;
import dev.websocketexporter.probe.report.ConversationReport;
import dev.websocketexporter.probe.report.Reason;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One conversation under way: what happens in it happens one after the other, and when it is over nothing happens any
 * more. Confined to the probe's event loop.
 */
final class ConversationRun {
    /** Something that is to happen later. */
    @FunctionalInterface
    interface Timer {
        void cancel();
    }

    private static final Set<Reason> ENDS =
            EnumSet.of(Reason.CLOSED_BY_PEER, Reason.CONNECTION_CLOSED, Reason.CONNECTION_RESET);

    private final PhaseContext context;
    private final Session session;
    private final ConversationLog record = new ConversationLog();
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    private final List<ScheduledFuture<?>> timers = new ArrayList<>();
    private final Deque<Runnable> todo = new ArrayDeque<>();
    private Moment moment = Moment.NONE;
    private boolean answered;
    private boolean working;
    private boolean over;

    ConversationRun(PhaseContext context, Session session) {
        this.context = context;
        this.session = session;
        context.waitFor(() -> "the conversation to end");
        context.atEnd(() -> end(context.ticker().read()));
    }

    PhaseContext context() {
        return context;
    }

    Session session() {
        return session;
    }

    ConversationLog record() {
        return record;
    }

    /** Completes when all was said; fails with what ended the conversation before. */
    CompletableFuture<@Nullable Void> done() {
        return done;
    }

    /** Says what the conversation waits for, in words that follow "waiting for". */
    void waitFor(Supplier<String> words) {
        context.waitFor(words);
    }

    /**
     * Does this next. However much follows at once, such as a thousand messages that are all there, the stack does not
     * grow; and a bug in it ends the conversation, instead of being swallowed by Netty or a future.
     */
    void go(Runnable work) {
        todo.add(work);
        if (working) {
            return;
        }
        working = true;
        try {
            for (Runnable next = todo.poll(); next != null && !over; next = todo.poll()) {
                next.run();
            }
        } catch (RuntimeException bug) {
            fail(bug, context.ticker().read());
        } finally {
            working = false;
        }
    }

    /** Goes on with the value when it is there; a failure ends the conversation. */
    <T extends @Nullable Object> void when(CompletableFuture<T> future, Consumer<T> next) {
        CompletableFuture<T> unused = future.whenComplete((value, failure) -> go(() -> {
            if (failure == null) {
                next.accept(value);
            } else {
                failWith(failure);
            }
        }));
    }

    /** Goes on after that time, unless the timer is cancelled or the conversation is over before. */
    Timer after(Duration delay, Runnable next) {
        ScheduledFuture<?> timer = context.loop().schedule(() -> go(next), delay.toNanos(), TimeUnit.NANOSECONDS);
        timers.removeIf(ScheduledFuture::isDone);
        timers.add(timer);
        return () -> timer.cancel(false);
    }

    /** Says what goes on now, for the detail of an end of the connection. */
    void inMoment(Moment now) {
        moment = now;
    }

    /** Says that a pong came, so that the server has not refused. */
    void answered() {
        answered = true;
    }

    boolean isAnswered() {
        return answered;
    }

    /** Ends the conversation with what ended the connection, or with another failure or bug. */
    void failWith(Throwable failure) {
        Throwable cause = ProbeFailedException.unwrapped(failure);
        Long endedAt = session.frames().endedAt();
        long tick = endedAt == null ? context.ticker().read() : endedAt;
        if (cause instanceof ProbeFailedException end
                && ENDS.contains(end.failure().reason())) {
            cause = new ProbeFailedException(moment.explained(
                    session,
                    isAnswered(),
                    context.request().module().upgrade().offersSubprotocols(),
                    end.failure(),
                    tick));
        }
        fail(cause, tick);
    }

    /** Ends the conversation with a failure or a bug; the phase has the time until the tick. */
    void fail(Throwable failure, long tick) {
        if (!over) {
            end(tick);
            context.clock().stopAt(tick);
            done.completeExceptionally(failure);
        }
    }

    /** All was said, the last of it at the tick. */
    void succeed(long tick) {
        if (!over) {
            end(tick);
            context.clock().stopAt(tick);
            done.complete(null);
        }
    }

    /** A step that is not done by now has failed. */
    private void end(long tick) {
        if (over) {
            return;
        }
        over = true;
        timers.forEach(timer -> timer.cancel(false));
        record.cutOff(tick);
        context.state()
                .conversation(new ConversationReport(
                        session.sent(),
                        session.frames().received(),
                        session.timeToFirstMessage(),
                        record.steps(),
                        record.failedStep(),
                        record.labels(),
                        record.heartbeat()));
    }
}
