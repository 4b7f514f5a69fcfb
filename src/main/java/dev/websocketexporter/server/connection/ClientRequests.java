package dev.websocketexporter.server.connection;

import dev.websocketexporter.probe.Ticker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The requests that came on one connection. Safe for use by several threads. */
final class ClientRequests {
    private final Ticker ticker;
    private final Set<AnswerTime> underWay = ConcurrentHashMap.newKeySet(1);
    private volatile boolean used;
    private volatile long waitsSinceNanos;

    ClientRequests(Ticker ticker) {
        this.ticker = ticker;
        this.waitsSinceNanos = ticker.read();
    }

    /** The head of one is complete. */
    void began(AnswerTime answer) {
        used = true;
        underWay.add(answer);
    }

    /** The answer to one has been sent, or never will be. */
    void ended(AnswerTime answer) {
        waitsSinceNanos = ticker.read();
        underWay.remove(answer);
    }

    /** Whether one came at all. */
    boolean haveCome() {
        return used;
    }

    boolean areUnderWay() {
        return !underWay.isEmpty();
    }

    /** Whether the client waits for what is being done, at least for one, and not we for the client. */
    boolean areAwaited() {
        return underWay.stream().anyMatch(AnswerTime::isAwaited);
    }

    /** How long the connection has been waiting for (the rest of) a request; null: it has one. */
    @Nullable
    Duration waitsFor() {
        return areUnderWay() ? null : Duration.ofNanos(ticker.read() - waitsSinceNanos);
    }
}
