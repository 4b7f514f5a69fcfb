package dev.websocketexporter.engine.values;

import java.time.Duration;

/**
 * When to look whether something else stands under the paths of files that hang. A look hangs, too, if their directory
 * does: so one look at a time is enough for all of them, and while it hangs, further ones are rarer and rarer. Guarded by
 * its owner; times in nanoseconds.
 */
final class DirectoryLooks {
    /** From then on a reading is taken for one that hangs. */
    static final Duration HUNG = Duration.ofSeconds(5);

    private int underWay;
    private int running;
    private long lastAt;
    private long startedAt;
    private long untilNext;

    /** Whether another look may begin. */
    boolean mayBegin(long now) {
        return underWay == 0 || now - lastAt > untilNext;
    }

    /** A look waits for a thread. */
    void begin(long now) {
        startedAt = underWay == 0 ? now : startedAt;
        untilNext = underWay == 0 ? HUNG.toNanos() : now - startedAt;
        lastAt = now;
        underWay++;
    }

    /** It has one. */
    void run() {
        running++;
    }

    /** It has ended; whether one that began before it has not. */
    boolean end() {
        underWay--;
        running--;
        return running > 0;
    }

    boolean areUnderWay() {
        return underWay > 0;
    }
}
