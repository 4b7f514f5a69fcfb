package dev.websocketexporter.server.recording;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How every target is by its last probe with each module. Bounded in bytes: the row that was probed longest ago is
 * forgotten first; and in time, since a target that is not probed any more was most likely taken out. Not safe for use by several threads.
 */
final class TargetStates {
    private final long mostBytes;

    /** The one that was probed longest ago first. */
    private final Map<Subject, TargetState> rows = new LinkedHashMap<>(16, 0.75f, true);

    private long lastKey;
    private long bytes;

    TargetStates(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** About how much memory they take. */
    long bytes() {
        return bytes;
    }

    /**
     * A probe has ended; one that was cancelled or refused says nothing of its target.
     *
     * @return the key of its row; null: there is none
     */
    @Nullable
    Long observe(ProbeResult result, long id) {
        Subject subject = Subject.of(result.request());
        TargetState before = rows.get(subject);
        if (result.outcome() instanceof Outcome.Cancelled || result.outcome() instanceof Outcome.Forbidden) {
            return before == null ? null : before.key();
        }
        TargetState now =
                before == null ? TargetState.first(++lastKey, subject, result, id) : before.after(subject, result, id);
        rows.put(subject, now);
        bytes += now.bytes() - (before == null ? 0 : before.bytes());
        Iterator<TargetState> oldestFirst = rows.values().iterator();
        while (bytes > mostBytes) {
            bytes -= oldestFirst.next().bytes();
            oldestFirst.remove();
        }
        return now.key();
    }

    /** All of them that are not too old, in no order that means anything. */
    List<TargetState> all(Instant now) {
        rows.values().removeIf(row -> {
            boolean forgotten = row.isForgotten(now);
            bytes -= forgotten ? row.bytes() : 0;
            return forgotten;
        });
        return new ArrayList<>(rows.values());
    }
}
