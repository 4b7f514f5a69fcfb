package dev.websocketexporter.tls;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How much may be spent on one chain: the peer chooses the certificates, and so the work. It is asked between two steps
 * that each take milliseconds at most. For the thread that made it.
 */
public final class VerificationBudget {
    /** A hundred times what an ordinary chain takes, and enough for the first one after a start, which is the slowest. */
    static final Duration MOST = Duration.ofSeconds(1);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final BooleanSupplier unwanted;
    private final LongSupplier spentNanos;
    private final long startedAt;
    private boolean exceeded;

    VerificationBudget(BooleanSupplier unwanted, LongSupplier spentNanos) {
        this.unwanted = unwanted;
        this.spentNanos = spentNanos;
        this.startedAt = spentNanos.getAsLong();
    }

    /**
     * Counts the CPU time of this thread from now on.
     *
     * @param unwanted whether nobody waits for the outcome any more; may be asked often, on this thread
     */
    public static VerificationBudget begin(BooleanSupplier unwanted) {
        boolean measured = THREADS.isCurrentThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();
        return new VerificationBudget(unwanted, measured ? THREADS::getCurrentThreadCpuTime : System::nanoTime);
    }

    /**
     * Whether nothing expensive may begin any more.
     *
     * @throws CancellationException when nobody waits for the outcome any more
     */
    boolean isSpent() {
        if (unwanted.getAsBoolean()) {
            throw new CancellationException("nobody waits for this verification any more");
        }
        exceeded |= spentNanos.getAsLong() - startedAt > MOST.toNanos();
        return exceeded;
    }

    /** Whether it was found to be spent: another try may come to another outcome. */
    boolean wasExceeded() {
        return exceeded;
    }

    /** For messages. */
    static String limit() {
        return MOST.toMillis() + " ms of CPU time";
    }
}
