package dev.websocketexporter.app;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;

/**
 * Writes lines on a thread of its own, so that nobody waits for whoever reads them: a pipe that nobody reads, a full disk.
 * Bounded: lines that find no room, or cannot be written, are left out and counted, and the log says so in their place once
 * it flows again. Safe for use by several threads.
 */
final class LogWriter {
    /** Some thousand lines; the stack of an error has a few kilobytes. */
    static final int MOST_BYTES = 1 << 20;

    /** What a queued line takes besides its bytes. */
    private static final int OF_A_LINE = 32;

    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);

    private final OutputStream out;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private LongFunction<byte[]> notice = lines -> new byte[0];
    private int waitingBytes;
    private long dropped;
    private long unreported;
    private boolean started;
    private boolean writing;

    /** A writer whose thread starts with the first line. */
    LogWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Returns at once.
     *
     * @param leftOut the line that says how many were left out, from now on
     */
    void write(byte[] line, LongFunction<byte[]> leftOut) {
        lock.lock();
        try {
            notice = leftOut;
            if (waitingBytes + line.length > MOST_BYTES) {
                leaveOut();
                return;
            }
            reportWhatWasLeftOut();
            enqueue(line);
            start();
        } finally {
            lock.unlock();
        }
    }

    /** Makes its thread now, not with the first line. */
    void begin() {
        lock.lock();
        try {
            start();
        } finally {
            lock.unlock();
        }
    }

    /** How many lines were left out so far. */
    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything is written, or until the time is over. */
    void flush(Duration atMost) {
        lock.lock();
        try {
            long nanosLeft = atMost.toNanos();
            while (started && (writing || !waiting.isEmpty()) && nanosLeft > 0) {
                nanosLeft = changed.awaitNanos(nanosLeft);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void leaveOut() {
        dropped++;
        unreported++;
    }

    private void reportWhatWasLeftOut() {
        if (unreported > 0) {
            enqueue(notice.apply(unreported));
            unreported = 0;
        }
    }

    private void enqueue(byte[] line) {
        waiting.addLast(line);
        waitingBytes += line.length + OF_A_LINE;
        changed.signalAll();
    }

    private void start() {
        if (!started) {
            started = true;
            Thread thread = new Thread(this::writeAll, "log");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void writeAll() {
        try {
            while (true) {
                byte[] line = next();
                boolean written = writes(line);
                after(written);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] next() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                changed.await();
            }
            byte[] line = waiting.removeFirst();
            waitingBytes -= line.length + OF_A_LINE;
            writing = true;
            return line;
        } finally {
            lock.unlock();
        }
    }

    private boolean writes(byte[] line) {
        try {
            out.write(line);
            out.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void after(boolean written) throws InterruptedException {
        lock.lock();
        try {
            writing = false;
            if (!written) {
                leaveOut();
                // A full disk or a reader that has gone answers at once, each time.
                long nanosLeft = waiting.isEmpty() ? 0 : AFTER_A_FAILURE.toNanos();
                while (nanosLeft > 0) {
                    nanosLeft = changed.awaitNanos(nanosLeft);
                }
            } else if (waiting.isEmpty()) {
                reportWhatWasLeftOut();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
