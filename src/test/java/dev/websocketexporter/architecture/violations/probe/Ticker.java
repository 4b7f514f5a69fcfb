package dev.websocketexporter.architecture.violations.probe;

/** Allowed: the one class that reads the machine's clock. */
public final class Ticker {
    private Ticker() {}

    public static long system() {
        return System.nanoTime();
    }
}
