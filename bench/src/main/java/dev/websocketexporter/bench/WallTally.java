package dev.websocketexporter.bench;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** How often the clients of a wall had which answer, so that a run shows that they did what they are there for. */
final class WallTally {
    private final String who;
    private final Set<String> expected;
    private final Map<String, Integer> seen = new ConcurrentHashMap<>();

    /** @param expected what may be said to them */
    WallTally(String who, String... expected) {
        this.who = who;
        this.expected = Set.of(expected);
    }

    void add(String what) {
        seen.merge(what, 1, Integer::sum);
    }

    /** Prints what was seen. */
    void requireAsExpected() {
        System.out.println("  " + who + ": " + new TreeMap<>(seen));
        if (seen.isEmpty() || !expected.containsAll(seen.keySet())) {
            throw new IllegalStateException(
                    who + " saw " + new TreeMap<>(seen) + " (expected: some of " + expected + ")");
        }
    }
}
