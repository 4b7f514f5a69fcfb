package dev.websocketexporter.architecture.violations.engine.warmup;

import dev.websocketexporter.architecture.violations.engine.values.UsesResolve;

/** Breaks: engine.warmup does not use engine.values; closes a circle of packages. */
public record UsesValues(Class<?> other) {
    static Class<?> use() {
        return UsesResolve.class;
    }
}
