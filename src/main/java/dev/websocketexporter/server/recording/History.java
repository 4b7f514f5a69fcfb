package dev.websocketexporter.server.recording;

import dev.websocketexporter.probe.ProbeRequest;
import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.target.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The last probes, for {@code /logs} and the page. Safe for use by several threads.
 *
 * <p>Bounded in probes and in bytes, since a target decides how much its log holds. Failures are kept longer than other probes.
 * When the history is full, the oldest probe that did not fail is removed
 * first; but a quarter of the places is reserved for these, so that successes can always be seen too. Then a failure is
 * removed: first the oldest of those after which the same target and module have failed again.
 */
public final class History {
    /** Of the heap: the rest is for probes that run. */
    private static final int SHARE_OF_THE_HEAP = 8;

    private final int limit;
    private final long mostBytes;
    private final int placesOfOthers;
    private final Deque<Entry> others = new ArrayDeque<>();

    /** The newest failure of each target and module, the oldest first. */
    private final Map<Subject, Entry> latestFailures = new LinkedHashMap<>();

    /** The failures after which their target and module have failed again, by their id. */
    private final NavigableMap<Long, Entry> repeatedFailures = new TreeMap<>();

    private long lastId;
    private long bytes;

    /**
     * A probe that has ended.
     *
     * @param id from 1, in the order in which they ended
     * @param bytes about how much memory the result takes
     */
    public record Entry(long id, ProbeResult result, long bytes) {}

    /** A history that takes an eighth of the heap at most. */
    public History(int limit) {
        this(limit, Runtime.getRuntime().maxMemory() / SHARE_OF_THE_HEAP);
    }

    /** @param mostBytes about how much memory it may take; what does not fit by itself is not kept */
    History(int limit, long mostBytes) {
        this.limit = limit;
        this.mostBytes = mostBytes;
        this.placesOfOthers = limit / 4;
    }

    /** About how much memory it takes. */
    public synchronized long bytes() {
        return bytes;
    }

    /** How much it may take. */
    public long mostBytes() {
        return mostBytes;
    }

    /** The work does not grow with the limit: in an outage every probe is a failure. */
    public synchronized void add(ProbeResult result) {
        lastId++;
        Entry entry = new Entry(lastId, result, ResultSize.of(result));
        if (entry.bytes() > mostBytes) {
            return;
        }
        bytes += entry.bytes();
        if (result.failure() != null) {
            addFailure(entry);
        } else {
            others.addLast(entry);
        }
        while (size() > limit || bytes > mostBytes) {
            bytes -= removed().bytes();
        }
    }

    private int size() {
        return latestFailures.size() + repeatedFailures.size() + others.size();
    }

    private Entry removed() {
        boolean failures = !latestFailures.isEmpty() || !repeatedFailures.isEmpty();
        return failures && others.size() <= placesOfOthers ? removedFailure() : others.removeFirst();
    }

    private void addFailure(Entry entry) {
        Subject subject = Subject.of(entry.result().request());
        Entry before = latestFailures.remove(subject);
        if (before != null) {
            repeatedFailures.put(before.id(), before);
        }
        latestFailures.put(subject, entry);
    }

    /** A target that fails all the time must not displace the only failure of another. */
    private Entry removedFailure() {
        Map.Entry<Long, Entry> repeated = repeatedFailures.pollFirstEntry();
        if (repeated != null) {
            return repeated.getValue();
        }
        Iterator<Entry> oldestFirst = latestFailures.values().iterator();
        Entry oldest = oldestFirst.next();
        oldestFirst.remove();
        return oldest;
    }

    /** What was probed, and how. */
    private record Subject(Target target, String module) {
        static Subject of(ProbeRequest request) {
            return new Subject(request.target(), request.module().name());
        }
    }

    /** Absent: there never was one, or it was removed. */
    @Nullable
    public Entry byId(long id) {
        return newest(entry -> entry.id() == id);
    }

    /**
     * The newest probe of a target.
     *
     * @param moduleName absent: any module
     * @return absent: there is none, or it was removed
     */
    @Nullable
    public Entry latest(Target target, @Nullable String moduleName) {
        return newest(entry -> entry.result().request().target().equals(target)
                && (moduleName == null
                        || entry.result().request().module().name().equals(moduleName)));
    }

    /** All of them, the newest first. */
    public synchronized List<Entry> newestFirst() {
        List<Entry> all = new ArrayList<>(latestFailures.values());
        all.addAll(repeatedFailures.values());
        all.addAll(others);
        all.sort(Comparator.comparingLong(Entry::id).reversed());
        return all;
    }

    private @Nullable Entry newest(Predicate<Entry> wanted) {
        return newestFirst().stream().filter(wanted).findFirst().orElse(null);
    }
}
