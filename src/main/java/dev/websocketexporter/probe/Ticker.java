package dev.websocketexporter.probe;

/** A monotonic source of time; the only one that durations are taken from. */
@FunctionalInterface
public interface Ticker {
    /** Nanoseconds since an arbitrary origin; only differences mean anything. */
    long read();

    /** The monotonic clock of the machine. */
    static Ticker system() {
        return System::nanoTime;
    }
}
