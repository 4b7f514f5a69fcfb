package dev.websocketexporter.server.recording;

import dev.websocketexporter.probe.ProbeResult;
import dev.websocketexporter.probe.ProbeResult.Outcome;
import dev.websocketexporter.probe.module.ParamValues;
import dev.websocketexporter.probe.report.Failure;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers which targets failed last, and how, and reports when that changes. Bounded: the target that was probed longest
 * ago is forgotten first. Targets that succeed take no memory, however many there are. Safe for use by several threads.
 */
final class StateChanges {
    private final Map<Key, String> failing;

    /** A target may contain secrets; no key leaves this class. */
    private record Key(
            Target target, String module, @Nullable HostOverride hostOverride, ParamValues params) {}

    StateChanges(int limit) {
        this.failing = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Subject, String> eldest) {
                return size() > limit;
            }
        };
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
        Key key = new Key(
                result.request().target(),
                result.request().module().name(),
                result.request().hostOverride(),
                result.request().params());
        Failure failure = result.failure();
        if (failure == null) {
            return failing.remove(subject) != null;
        }
        String now = failure.phase().label() + "/" + failure.reason().label();
        return !now.equals(failing.put(subject, now));
    }
}
