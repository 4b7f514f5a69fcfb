package dev.websocketexporter.server.recording;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.target.Target;
import dev.websocketexporter.render.json.ProbeJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The last probes, and how every target is by them, for {@code /logs}, the page and the API. Safe for use by several
 * threads.
 *
 * <p>Bounded in probes and in bytes, since a target decides how much its log holds. Failures are kept longer than other
 * probes: when the history is full, a probe that did not fail is removed first; but a quarter of what is kept is reserved
 * for these, so that successes can always be seen too. Of either kind, whoever takes most of the history loses its oldest.
 * How each target is outlives the probes themselves: it takes little, at most half of the bytes.
 */
public final class History {
    /** Of the heap: the rest is for probes that run. */
    private static final int SHARE_OF_THE_HEAP = 8;

    /** Of the probes: so many parts, and one of them is not for failures. */
    private static final int SHARE_OF_OTHERS = 4;

    private final int limit;
    private final long mostBytes;
    private final Shelf<Entry> failures;
    private final Shelf<Entry> others;
    private final TargetStates states;
    private final NavigableMap<Long, Entry> byId = new TreeMap<>();
    private long lastId;
    private long entryBytes;

    /**
     * A probe that has ended.
     *
     * @param id from 1, in the order in which they ended
     * @param row the key of its {@link TargetState}; absent: it has none
     * @param bytes about how much memory the result takes
     */
    public record Entry(long id, @Nullable Long row, ProbeResult result, long bytes) implements Shelf.Item {
        /** Where it is found. */
        public ProbeJson.Place place() {
            return new ProbeJson.Place(id, row);
        }
    }

    /** A history that takes an eighth of the heap at most. */
    public History(int limit) {
        this(limit, defaultBytes());
    }

    /**
     * An empty history.
     *
     * @param limit how many probes it keeps; 0: nothing at all, not even how the targets are
     * @param mostBytes about how much memory it may take; what does not fit by itself is not kept
     */
    public History(int limit, long mostBytes) {
        this.limit = limit;
        this.mostBytes = mostBytes;
        this.failures = new Shelf<>(limit, mostBytes);
        this.others = new Shelf<>(limit, mostBytes);
        this.states = new TargetStates(mostBytes / 2);
    }

    /** What it may take unless told otherwise: a part of the heap, 12 MiB of the image's 96. */
    public static long defaultBytes() {
        return Runtime.getRuntime().maxMemory() / SHARE_OF_THE_HEAP;
    }

    /** About how much memory it takes. */
    public synchronized long bytes() {
        return entryBytes + states.bytes();
    }

    /** How much it may take. */
    public long mostBytes() {
        return mostBytes;
    }

    /**
     * Adds a probe. The work hardly grows with the limit: in an outage every probe is a failure.
     *
     * @return what is kept of it; absent: nothing
     */
    @Nullable
    public synchronized Entry add(ProbeResult result) {
        lastId++;
        if (limit == 0) {
            return null;
        }
        Long row = states.observe(result, lastId);
        Entry entry = new Entry(lastId, row, result, ResultSize.of(result));
        if (entry.bytes() + states.bytes() <= mostBytes) {
            byId.put(entry.id(), entry);
            entryBytes += entry.bytes();
            (result.failure() == null ? others : failures).add(Subject.of(result.request()), entry);
        }
        while (byId.size() > limit || (entryBytes + states.bytes() > mostBytes && !byId.isEmpty())) {
            remove(failures.size() > 0 && othersAreFew() ? failures : others);
        }
        return byId.get(entry.id());
    }

    /** Of what is there, and not of the limit: when the bytes are short, the places are never all taken. */
    private boolean othersAreFew() {
        return others.size() <= (byId.size() - 1) / SHARE_OF_OTHERS;
    }

    private void remove(Shelf<Entry> shelf) {
        Entry removed = shelf.removeOne();
        byId.remove(removed.id());
        entryBytes -= removed.bytes();
    }

    /** A number that differs whenever the probes that can be asked for differ. */
    public synchronized long version() {
        return lastId;
    }

    /** A word that differs whenever the targets do, which also time alone changes. */
    public synchronized String targetsVersion(Instant now) {
        List<TargetState> rows = states.all(now);
        long stale =
                rows.stream().filter(row -> row.standing(now) == Standing.STALE).count();
        return lastId + "-" + rows.size() + "-" + stale;
    }

    /** Absent: there never was one, or it was removed. */
    @Nullable
    public synchronized Entry byId(long id) {
        return byId.get(id);
    }

    /**
     * The newest probe of a target.
     *
     * @param moduleName absent: any module
     * @return absent: there is none, or it was removed
     */
    @Nullable
    public Entry latest(Target target, @Nullable String moduleName) {
        List<Entry> newest = newest(
                entry -> entry.result().request().target().equals(target)
                        && (moduleName == null
                                || entry.result().request().module().name().equals(moduleName)),
                1);
        return newest.isEmpty() ? null : newest.get(0);
    }

    /** At most so many of those that are wanted, the newest first. */
    public List<Entry> newest(Predicate<Entry> wanted, int most) {
        return newestFirst().stream().filter(wanted).limit(most).toList();
    }

    /** All of them, the newest first. */
    public synchronized List<Entry> newestFirst() {
        return new ArrayList<>(byId.descendingMap().values());
    }

    /**
     * How each target is by its last probe with each module, in no order that means anything; without those that were not
     * probed for a day.
     */
    public synchronized List<TargetState> targets(Instant now) {
        return states.all(now);
    }
}
