package dev.websocketexporter.server.recording;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.report.Failure;
import dev.websocketexporter.probe.target.Target;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers which targets failed last, and how, and reports when that changes. Bounded in bytes, as the targets are the
 * clients' to choose: the one that was probed longest ago is forgotten first. Targets that succeed take no memory, however many there are. Safe for use by several threads.
 */
final class StateChanges {
    /** Of a target, with its place in the map; without what its texts take. */
    static final int ENTRY_BYTES = 300;

    private final int limit;
    private final long mostBytes;

    /** The one that was probed longest ago first. */
    private final Map<Subject, String> failing = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;

    /**
     * Nothing so far.
     *
     * @param limit how many targets
     * @param mostBytes about how much memory they may take
     */
    StateChanges(int limit, long mostBytes) {
        this.limit = limit;
        this.mostBytes = mostBytes;
    }

    /**
     * Remembers a result.
     *
     * @return whether the target has begun or ceased to fail, or fails in another phase or for another reason; a first
     *     success is no change, a first failure is
     */
    synchronized boolean observe(ProbeResult result) {
        if (result.outcome() instanceof Outcome.Cancelled || result.outcome() instanceof Outcome.Forbidden) {
            return false;
        }
        Subject subject = Subject.of(result.request());
        Failure failure = result.failure();
        if (failure == null) {
            boolean failed = failing.remove(subject) != null;
            bytes -= failed ? bytes(subject) : 0;
            return failed;
        }
        String now = failure.phase().label() + "/" + failure.reason().label();
        String before = failing.put(subject, now);
        if (before == null) {
            bytes += bytes(subject);
            forgetSome();
        }
        return !now.equals(before);
    }

    private void forgetSome() {
        Iterator<Subject> oldestFirst = failing.keySet().iterator();
        while (failing.size() > limit || bytes > mostBytes) {
            bytes -= bytes(oldestFirst.next());
            oldestFirst.remove();
        }
    }

    private static long bytes(Subject subject) {
        Target target = subject.target();
        return (long) ENTRY_BYTES + TextSize.of(target.host()) + TextSize.of(target.requestTarget());
    }
}
