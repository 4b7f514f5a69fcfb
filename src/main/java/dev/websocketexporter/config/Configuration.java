package dev.websocketexporter.config;

import dev.websocketexporter.config.targets.TargetGroup;
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
 */
public record Configuration(Map<String, ProbeModule> modules, TargetPolicy targetPolicy, List<TargetGroup> targets) {
    public Configuration {
        targets = List.copyOf(targets);
        if (modules.isEmpty()) {
            throw new IllegalArgumentException("modules: empty (expected: at least one)");
        }
        modules = Collections.unmodifiableMap(new LinkedHashMap<>(modules));
    }

    /** One that offers no targets. */
    public Configuration(Map<String, ProbeModule> modules, TargetPolicy targetPolicy) {
        this(modules, targetPolicy, List.of());
    }
}
