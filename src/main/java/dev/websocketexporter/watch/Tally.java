package dev.websocketexporter.watch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts by something of which there are few different ones. Safe for use by several threads. */
final class Tally<K> {
    private final Map<K, Long> counts = new ConcurrentHashMap<>();

    void add(K what) {
        counts.merge(what, 1L, Long::sum);
    }

    Map<K, Long> all() {
        return Map.copyOf(counts);
    }
}
