package dev.websocketexporter.engine.work;

/** A task that was accepted. Safe for use by several threads. */
public interface Ticket {
    /** Nobody needs the task any more: it is not begun, or it is interrupted. After its end, this does nothing. */
    void cancel();

    /** Whether it waits for a thread. */
    boolean isWaiting();

    /** How long it waited for its thread, in ns; 0 as long as it waits, and if it never had one. */
    long waitedNanos();
}
