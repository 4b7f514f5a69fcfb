package dev.websocketexporter.server.recording;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Probes of one kind, in a ring for each subject. When a place is needed, the ring that takes the greatest share of the
 * history loses its oldest probe: a noisy target, or one with long logs, displaces its own probes. Rings of one probe are
 * all equal, and the oldest leaves. Not safe for use by several threads.
 */
final class Shelf<E extends Shelf.Item> {
    private final double mostEntries;
    private final double mostBytes;
    private final Map<Subject, Ring> rings = new HashMap<>();
    private final NavigableSet<Ring> greatestFirst =
            new TreeSet<>(Comparator.comparingDouble(Ring::share).reversed().thenComparingLong(Ring::oldest));
    private int size;

    /** A probe, as far as its place is concerned. */
    interface Item {
        /** Greater than that of every probe before it. */
        long id();

        /** About how much memory it takes. */
        long bytes();
    }

    /**
     * An empty one.
     *
     * @param mostEntries of the history
     * @param mostBytes of the history
     */
    Shelf(int mostEntries, long mostBytes) {
        this.mostEntries = mostEntries;
        this.mostBytes = (double) mostBytes;
    }

    int size() {
        return size;
    }

    void add(Subject subject, E entry) {
        Ring ring = rings.computeIfAbsent(subject, Ring::new);
        greatestFirst.remove(ring);
        ring.entries.addLast(entry);
        ring.bytes += entry.bytes();
        greatestFirst.add(ring);
        size++;
    }

    /** Removes a probe; there must be one. */
    E removeOne() {
        Ring ring = greatestFirst.pollFirst();
        if (ring == null) {
            throw new IllegalStateException("nothing to remove (expected: a probe)");
        }
        E removed = ring.entries.removeFirst();
        ring.bytes -= removed.bytes();
        size--;
        if (ring.entries.isEmpty()) {
            rings.remove(ring.subject);
        } else {
            greatestFirst.add(ring);
        }
        return removed;
    }

    /** The probes of one subject, the oldest first. Its place in the order changes with it. */
    private final class Ring {
        private final Subject subject;
        private final Deque<E> entries = new ArrayDeque<>(2);
        private long bytes;

        Ring(Subject subject) {
            this.subject = subject;
        }

        /** Of the history, from 0 to 1: of its places or of its bytes, whichever is more. */
        double share() {
            return entries.size() <= 1 ? 0 : Math.max(entries.size() / mostEntries, bytes / mostBytes);
        }

        /** No two rings have the same. */
        long oldest() {
            E first = entries.peekFirst();
            return first == null ? 0 : first.id();
        }
    }
}
