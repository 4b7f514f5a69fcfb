package dev.websocketexporter.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Time that passes while others are measured. */
final class Elapsed {
    private Elapsed() {}

    static void await(Duration duration) {
        awaitTick(System.nanoTime() + duration.toNanos());
    }

    /** @param tick by {@link System#nanoTime} */
    static void awaitTick(long tick) {
        for (long left = tick - System.nanoTime(); left > 0; left = tick - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
