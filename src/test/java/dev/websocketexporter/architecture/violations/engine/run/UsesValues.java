package dev.websocketexporter.architecture.violations.engine.run;

import dev.websocketexporter.architecture.violations.engine.values.UsesResolve;

/** Breaks: engine.run does not use engine.values; closes a circle of packages. */
public record UsesValues(Class<?> other) {
    static Class<?> use() {
        return UsesResolve.class;
    }
}
