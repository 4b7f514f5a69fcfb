package dev.websocketexporter.server.handlers;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.Prober;
import dev.websocketexporter.probe.Ticker;
import dev.websocketexporter.server.http.HttpErrorException;
import dev.websocketexporter.server.recording.ExporterMetrics;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits how many probes run at once. Each has a place until its socket is closed. Safe for use by several threads.
 */
public final class ConcurrencyLimiter {
    private final Prober prober;
    private final int limit;
    private final DeadlineSpread deadlines;
    private final ExporterMetrics metrics;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private final Set<Prober.Handle> running = new HashSet<>();
    private int taken;
    private boolean draining;
    private boolean cancelling;

    public ConcurrencyLimiter(Prober prober, int limit, Ticker ticker, ExporterMetrics metrics) {
        this.prober = prober;
        this.limit = limit;
        this.deadlines = new DeadlineSpread(ticker, Runtime.getRuntime().availableProcessors());
        this.metrics = metrics;
    }

    /** Starts a probe if there is a place for it; its budget is shorter if very many end at the same moment. */
    Prober.Handle start(ProbeRequest request) throws HttpErrorException {
        take();
        DeadlineSpread.Place place = deadlines.take(request.budget());
        Prober.Handle probe;
        try {
            probe = prober.start(request.withBudget(place.budget()));
        } catch (RuntimeException | Error e) {
            deadlines.release(place);
            giveBack();
            throw e;
        }
        probe.result().whenComplete((result, failure) -> deadlines.release(place));
        keepUntilReleased(probe);
        return probe;
    }

    public boolean isDraining() {
        lock.lock();
        try {
            return draining;
        } finally {
            lock.unlock();
        }
    }

    /** No probe is started after this. */
    public void drain() {
        lock.lock();
        try {
            draining = true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until no place is taken.
     *
     * @return false if the time was over first
     */
    public boolean awaitIdle(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long nanosLeft = TimeUnit.NANOSECONDS.convert(atMost);
            while (taken > 0 && nanosLeft > 0) {
                nanosLeft = released.awaitNanos(nanosLeft);
            }
            return taken == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Cancels every probe: those that run, and one that another thread is just starting. */
    public void cancelAll() {
        List<Prober.Handle> snapshot;
        lock.lock();
        try {
            cancelling = true;
            snapshot = List.copyOf(running);
        } finally {
            lock.unlock();
        }
        snapshot.forEach(Prober.Handle::cancel);
    }

    private void take() throws HttpErrorException {
        lock.lock();
        try {
            if (draining) {
                throw HttpErrorException.unavailable("the exporter is shutting down and starts no more probes"
                        + " (expected: a retry once it is up again)");
            }
            if (taken >= limit) {
                metrics.probeRejected(ExporterMetrics.Rejection.OVERLOAD);
                throw HttpErrorException.unavailable(
                        limit + " probes are running, which is the limit"
                                + " (expected: fewer at once, a larger --probe.max-concurrent, or more file descriptors if these are the limit)");
            }
            taken++;
        } finally {
            lock.unlock();
        }
        metrics.probeBegan();
    }

    private void keepUntilReleased(Prober.Handle probe) {
        boolean tooLate;
        lock.lock();
        try {
            running.add(probe);
            tooLate = cancelling;
        } finally {
            lock.unlock();
        }
        probe.released().whenComplete((nothing, failure) -> {
            forget(probe);
            giveBack();
        });
        if (tooLate) {
            probe.cancel();
        }
    }

    private void forget(Prober.Handle probe) {
        lock.lock();
        try {
            running.remove(probe);
        } finally {
            lock.unlock();
        }
    }

    private void giveBack() {
        metrics.probeReleased();
        lock.lock();
        try {
            taken--;
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
