package dev.websocketexporter.probe.watch;

import dev.websocketexporter.probe.target.Target;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One target of one entry of {@code watch}.
 *
 * @param labels that its target file gives it, for all of its series
 */
public record WatchedTarget(WatchSettings settings, Target target, Map<String, String> labels) {
    public WatchedTarget {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }
}
