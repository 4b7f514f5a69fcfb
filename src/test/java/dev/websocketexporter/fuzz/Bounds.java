package dev.websocketexporter.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** What one input may cost: the CPU time of this thread, and the bytes that it allocates. For one thread. */
public final class Bounds {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The first time, classes are loaded and other programs may have the core; a fault of the input shows each time. */
    private static final int TRIES = 3;

    private final long nanos;
    private final long bytes;

    /** What is done with an input. */
    @FunctionalInterface
    public interface Body {
        void accept(byte[] input) throws Exception;
    }

    /** @param bytes that may be allocated, garbage included */
    public Bounds(Duration cpu, long bytes) {
        this.nanos = cpu.toNanos();
        this.bytes = bytes;
    }

    /**
     * Plays an input.
     *
     * @throws AssertionError when it costs more than it may, or the body fails with whatever it may not fail with
     */
    public void hold(byte[] input, Body body) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long began = System.nanoTime();
        run(body, input);
        if (System.nanoTime() - began > nanos || THREADS.getCurrentThreadAllocatedBytes() - allocated > bytes) {
            measure(input, body);
        }
    }

    private void measure(byte[] input, Body body) {
        long leastNanos = Long.MAX_VALUE;
        long leastBytes = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            long allocated = THREADS.getCurrentThreadAllocatedBytes();
            long began = THREADS.getCurrentThreadCpuTime();
            run(body, input);
            leastNanos = Math.min(leastNanos, THREADS.getCurrentThreadCpuTime() - began);
            leastBytes = Math.min(leastBytes, THREADS.getCurrentThreadAllocatedBytes() - allocated);
        }
        if (leastNanos > nanos) {
            throw new AssertionError("an input of " + input.length + " bytes took " + leastNanos / 1_000_000
                    + " ms of CPU time (expected: at most " + nanos / 1_000_000 + " ms)");
        }
        if (leastBytes > bytes) {
            throw new AssertionError("an input of " + input.length + " bytes allocated " + leastBytes
                    + " bytes (expected: at most " + bytes + ")");
        }
    }

    private static void run(Body body, byte[] input) {
        try {
            body.accept(input);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("an exception that is no documented failure: " + e, e);
        }
    }
}
