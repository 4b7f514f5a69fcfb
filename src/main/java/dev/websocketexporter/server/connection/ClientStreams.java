package dev.websocketexporter.server.connection;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The requests that are under way on one connection of HTTP/2, by the numbers of their streams. */
final class ClientStreams {
    /** A client of HTTP/2 says itself how much it takes, and may take nothing at all. */
    static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);

    private final Map<String, ClientStream> underWay = new ConcurrentHashMap<>();

    private final AtomicInteger idlePeriods = new AtomicInteger();

    private volatile boolean begun;

    void came(String id, ClientStream stream) {
        begun = true;
        idlePeriods.set(0);
        underWay.put(id, stream);
    }

    /** It goes to its handler; null: its client has gone. */
    @Nullable
    ClientStream began(String id) {
        ClientStream stream = underWay.get(id);
        if (stream != null) {
            stream.begins();
        }
        return stream;
    }

    void ended(String id, ClientStream stream) {
        underWay.remove(id);
        stream.ended();
    }

    /** Whether there was one: from then on what arrives need not be part of a head. */
    boolean haveBegun() {
        return begun;
    }

    boolean areNone() {
        return underWay.isEmpty();
    }

    /** Whether the client waits for what is being done, and not we for the client. */
    boolean isAwaited(String id) {
        ClientStream stream = underWay.get(id);
        return stream != null && stream.hasBegun() && stream.answer().isAwaited();
    }

    /**
     * Nothing came or went for as long as the connection may be idle. Returns for the how manieth time since its last request
     * began: 1 for the first.
     */
    int idleAgain() {
        return idlePeriods.incrementAndGet();
    }

    /** The longest time for which a client did not take its answer; null: no longer than an answer takes. */
    @Nullable
    Duration stalledFor() {
        return underWay.values().stream()
                .map(stream -> stream.answer().takenFor())
                .filter(Objects::nonNull)
                .filter(time -> time.compareTo(LONGEST_ANSWER) > 0)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** One that no handler will see is over with its stream. */
    void closed(String id) {
        ClientStream stream = underWay.get(id);
        if (stream != null && !stream.hasBegun()) {
            ended(id, stream);
        }
    }

    void gone(String id) {
        ClientStream stream = underWay.remove(id);
        if (stream != null) {
            stream.gone();
        }
    }

    void allGone() {
        List.copyOf(underWay.keySet()).forEach(this::gone);
    }
}
