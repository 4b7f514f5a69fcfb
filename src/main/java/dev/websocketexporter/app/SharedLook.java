package dev.websocketexporter.app;

import dev.websocketexporter.probe.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at files when somebody asks, on a thread of its own: those that ask at the same time share a look, and nobody waits
 * long for a file that hangs. Safe for use by several threads.
 */
final class SharedLook<T> implements AutoCloseable {
    /** How long a request may wait for a look. */
    static final Duration PATIENCE = Duration.ofMillis(250);

    private final Runnable look;
    private final Supplier<T> inForce;
    private final Ticker ticker;
    private final Duration patience;
    private final ThreadPoolExecutor thread;

    /** Asked for and not begun: further requests share it. Guarded by this. */
    private @Nullable CompletableFuture<T> next;

    /** When the look that is under way began; absent: none is. Guarded by this. */
    private @Nullable Long beganNanos;

    /** Whether a look is to come without being asked for. Guarded by this. */
    private boolean isDue;

    /**
     * Looks of one kind.
     *
     * @param name of the thread
     * @param look reports its own failures
     * @param inForce what is in force now; never blocks
     * @param patience how long somebody waits for a look; while a file hangs, what is in force stays so
     */
    SharedLook(String name, Runnable look, Supplier<T> inForce, Ticker ticker, Duration patience) {
        this.look = look;
        this.inForce = inForce;
        this.ticker = ticker;
        this.patience = patience;
        this.thread = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), work -> {
            Thread daemon = new Thread(work, name);
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /** What is in force after a look that has not begun yet; after some time, what is in force without it. */
    synchronized CompletableFuture<T> fresh() {
        if (beganNanos != null && ticker.read() - beganNanos > patience.toNanos()) {
            return CompletableFuture.completedFuture(inForce.get());
        }
        CompletableFuture<T> asked = next;
        if (asked == null) {
            asked = new CompletableFuture<>();
            try {
                thread.execute(this::look);
            } catch (RejectedExecutionException e) {
                return CompletableFuture.completedFuture(inForce.get());
            }
            next = asked;
        }
        return asked.copy().completeOnTimeout(inForce.get(), patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Looks after some time, though nobody may ask; once, if one is due already. */
    synchronized void lookLater(Duration delay) {
        if (!isDue) {
            isDue = true;
            CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, thread)
                    .execute(this::lookThatWasDue);
        }
    }

    private void lookThatWasDue() {
        synchronized (this) {
            isDue = false;
        }
        look();
    }

    private void look() {
        CompletableFuture<T> asked;
        synchronized (this) {
            asked = next;
            next = null;
            beganNanos = ticker.read();
        }
        try {
            look.run();
        } finally {
            synchronized (this) {
                beganNanos = null;
            }
            if (asked != null) {
                asked.complete(inForce.get());
            }
        }
    }

    /** Does not wait for a look that has begun. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
