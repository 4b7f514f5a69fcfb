package dev.websocketexporter.server.connection;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;

/**
 * On which thread the work of one connection runs: on the selector's, which is awake anyway as long as there is much to
 * do, or on the pool. Each hand-over between threads costs more than handling a request.
 */
final class ConnectionThreads {
    private final ManagedSelector selector;
    private final Executor pool;
    private final WorkLane workers;
    private final SelectorPace pace;
    private final Reading reading;

    /** The thread that reads a request that has just arrived, until {@link #takeTurn} was called. */
    private volatile @Nullable Thread turn;

    /** The thread that runs an answer of {@link #answerSoon}; it alone uses {@link #following}. */
    private volatile @Nullable Thread answering;

    private @Nullable Runnable following;

    ConnectionThreads(ManagedSelector selector, ConnectionContext context) {
        this.selector = selector;
        this.pool = context.executor();
        this.workers = context.workers();
        this.pace = context.pace();
        this.reading = context.reading();
    }

    /** Calls a reader: on this thread if it may be, else on the pool. */
    void letRead(Callback reader) {
        if (reading == Reading.BY_THE_POOL || Invocable.getInvocationType(reader) != InvocationType.NON_BLOCKING) {
            pool.execute(reader::succeeded);
            return;
        }
        turn = Thread.currentThread();
        try {
            reader.succeeded();
        } finally {
            turn = null;
        }
    }

    /** Whether the current request may be handled on the thread that read it: only the first of each readability event. */
    boolean takeTurn() {
        if (turn != Thread.currentThread()) {
            return false;
        }
        turn = null;
        return true;
    }

    /** Whether the selector's thread has been free enough lately to do more than to look what has come. */
    boolean hasTime() {
        return pace.admits();
    }

    /** Runs a piece of work that counts for {@link #hasTime}. */
    <T> T timed(Callable<T> work) throws Exception {
        long begun = pace.begun();
        try {
            return work.call();
        } finally {
            pace.ended(begun);
        }
    }

    /** Runs it on one of the threads of the pool that handle requests, when it is this connection's turn. */
    void later(Runnable work) {
        workers.execute(this, work);
    }

    /** Takes back what was given to {@link #later}. Returns whether it was still waiting: then it will not run. */
    boolean drop(Runnable work) {
        return workers.drop(this, work);
    }

    void answerSoon(Runnable answer) {
        selector.submit(selecting -> {
            if (pace.admits()) {
                answerNow(answer);
            } else {
                workers.execute(this, answer);
            }
        });
    }

    private void answerNow(Runnable answer) {
        long begun = pace.begun();
        answering = Thread.currentThread();
        try {
            answer.run();
        } finally {
            answering = null;
            Runnable next = following;
            following = null;
            if (next != null) {
                next.run();
            }
            pace.ended(begun);
        }
    }

    /** Runs what follows on an answer: after it on the same thread if that is the selector's, else on the pool. */
    void follow(Runnable next) {
        if (answering == Thread.currentThread()) {
            following = next;
        } else {
            pool.execute(next);
        }
    }
}
