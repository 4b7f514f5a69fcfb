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
 * <p>Failures are kept longer than other probes. When the history is full, the oldest probe that did not fail is removed
 * first; but a quarter of the places is reserved for these, so that successes can always be seen too. Then a failure is
 * removed: first the oldest of those after which the same target and module have failed again.
 */
public final class History {
    private final int limit;
    private final int placesOfOthers;
    private final Deque<Entry> others = new ArrayDeque<>();

    /** The newest failure of each target and module, the oldest first. */
    private final Map<Subject, Entry> latestFailures = new LinkedHashMap<>();

    /** The failures after which their target and module have failed again, by their id. */
    private final NavigableMap<Long, Entry> repeatedFailures = new TreeMap<>();

    private long lastId;

    /**
     * A probe that has ended.
     *
     * @param id from 1, in the order in which they ended
     */
    public record Entry(long id, ProbeResult result) {}

    public History(int limit) {
        this.limit = limit;
        this.placesOfOthers = limit / 4;
    }

    /** The work does not grow with the limit: in an outage every probe is a failure. */
    public synchronized void add(ProbeResult result) {
        lastId++;
        Entry entry = new Entry(lastId, result);
        if (result.failure() != null) {
            addFailure(entry);
        } else {
            others.addLast(entry);
        }
        int failures = latestFailures.size() + repeatedFailures.size();
        if (failures + others.size() > limit) {
            boolean othersGive = failures == 0 || others.size() > placesOfOthers;
            if (othersGive) {
                others.removeFirst();
            } else {
                removeFailure();
            }
        }
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
    private void removeFailure() {
        if (repeatedFailures.pollFirstEntry() == null) {
            Iterator<Entry> oldestFirst = latestFailures.values().iterator();
            oldestFirst.next();
            oldestFirst.remove();
        }
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
