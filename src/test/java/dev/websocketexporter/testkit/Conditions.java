package dev.websocketexporter.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition that something else brings about. */
public final class Conditions {
    private static final Duration PAUSE = Duration.ofMillis(5);

    private Conditions() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @param atMost after that long without it, the test fails
     * @param message what the failure says
     */
    public static void await(Duration atMost, BooleanSupplier condition, Supplier<String> message) {
        await(atMost, PAUSE, condition, message);
    }

    /**
     * The same of a condition that is dear to ask.
     *
     * @param pause between two times that it is asked
     */
    public static void await(Duration atMost, Duration pause, BooleanSupplier condition, Supplier<String> message) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > atMost.toNanos()) {
                throw new AssertionError("not within " + atMost.toMillis() + " ms: " + message.get());
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    /** Waits until the thread has ended. */
    public static void awaitEnd(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + thread.getName() + " was ending", e);
        }
    }
}
