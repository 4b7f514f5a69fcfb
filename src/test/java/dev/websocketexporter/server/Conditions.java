package dev.websocketexporter.server;

import java.util.concurrent.Callable;

/** Waits for what must come true. */
public final class Conditions {
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private Conditions() {}

    public static void until(Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new AssertionError("did not come true in 10 s");
            }
            Thread.onSpinWait();
        }
    }
}
