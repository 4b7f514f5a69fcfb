package dev.websocketexporter.engine.hold;

import dev.websocketexporter.engine.loop.ProbeLoop;
import dev.websocketexporter.engine.work.TaskRunner;
import dev.websocketexporter.engine.work.Ticket;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges messages that are too large for an event loop on another thread: for each loop one at a time, so that held
 * connections never take all the places that probes need. Confined to the loop.
 */
final class LargeMessages {
    /** When there was no place, since probes have all of them. */
    private static final long AGAIN_MILLIS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(LargeMessages.class);

    private final ProbeLoop loop;
    private final TaskRunner runner;
    private final Deque<Job> waiting = new ArrayDeque<>();

    /** Whether one is judged, or tries to be. */
    private boolean isBusy;

    /** A message to be judged. */
    interface Job {
        /** Whether its connection still wants it; asked on the loop. */
        boolean isWanted();

        /** Called on another thread. */
        void judge();

        /** Called on the loop after {@link #judge}. */
        void judged();

        /** The same if that threw. */
        void failed(Throwable bug);
    }

    LargeMessages(ProbeLoop loop, TaskRunner runner) {
        this.loop = loop;
        this.runner = runner;
    }

    void add(Job job) {
        waiting.add(job);
        next();
    }

    private void next() {
        while (!isBusy && !waiting.isEmpty()) {
            Job job = waiting.remove();
            if (job.isWanted()) {
                isBusy = true;
                begin(job);
            }
        }
    }

    private void begin(Job job) {
        Ticket ticket = runner.offer(() -> work(job));
        if (ticket == null) {
            ScheduledFuture<?> unused =
                    loop.executor().schedule(() -> beginAgain(job), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void beginAgain(Job job) {
        if (job.isWanted()) {
            begin(job);
        } else {
            isBusy = false;
            next();
        }
    }

    /** On the other thread. */
    private void work(Job job) {
        Runnable end;
        try {
            job.judge();
            end = job::judged;
        } catch (RuntimeException | Error bug) {
            end = () -> job.failed(bug);
        }
        try {
            Runnable ended = end;
            loop.executor().execute(() -> end(job, ended));
        } catch (RejectedExecutionException closed) {
            LOG.debug("an event loop has ended before a message was judged", closed);
        }
    }

    private void end(Job job, Runnable ended) {
        isBusy = false;
        if (job.isWanted()) {
            ended.run();
        }
        next();
    }
}
