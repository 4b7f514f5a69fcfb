package dev.websocketexporter.config;

import dev.websocketexporter.config.targets.TargetGroup;
import dev.websocketexporter.config.watch.WatchGroup;
import dev.websocketexporter.probe.module.ProbeModule;
import dev.websocketexporter.probe.target.TargetPolicy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the configuration file says.
 *
 * @param modules by their names, in the order of the file; never empty
 * @param targetPolicy which targets may be probed at all
 * @param targets which are offered to Prometheus; empty: none
 * @param watches which connections are held open; empty: none
 */
public record Configuration(
        Map<String, ProbeModule> modules,
        TargetPolicy targetPolicy,
        List<TargetGroup> targets,
        List<WatchGroup> watches) {
    public Configuration {
        watches = List.copyOf(watches);
        targets = List.copyOf(targets);
        if (modules.isEmpty()) {
            throw new IllegalArgumentException("modules: empty (expected: at least one)");
        }
        modules = Collections.unmodifiableMap(new LinkedHashMap<>(modules));
    }

    /** One that holds no connections. */
    public Configuration(Map<String, ProbeModule> modules, TargetPolicy targetPolicy, List<TargetGroup> targets) {
        this(modules, targetPolicy, targets, List.of());
    }

    /** One that offers no targets, either. */
    public Configuration(Map<String, ProbeModule> modules, TargetPolicy targetPolicy) {
        this(modules, targetPolicy, List.of());
    }
}
