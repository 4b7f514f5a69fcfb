package dev.websocketexporter.server.connection;

import dev.websocketexporter.probe.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The requests that came on one connection. Safe for use by several threads. */
final class ClientRequests {
    private final Ticker ticker;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean used;
    private volatile long waitsSinceNanos;

    ClientRequests(Ticker ticker) {
        this.ticker = ticker;
        this.waitsSinceNanos = ticker.read();
    }

    /** The head of one is complete. */
    void began() {
        used = true;
        underWay.incrementAndGet();
    }

    /** The answer to one has been sent, or never will be. */
    void ended() {
        waitsSinceNanos = ticker.read();
        underWay.decrementAndGet();
    }

    /** Whether one came at all. */
    boolean haveCome() {
        return used;
    }

    boolean areUnderWay() {
        return underWay.get() > 0;
    }

    /** How long the connection has been waiting for (the rest of) a request; null: it has one. */
    @Nullable
    Duration waitsFor() {
        return areUnderWay() ? null : Duration.ofNanos(ticker.read() - waitsSinceNanos);
    }
}
