package dev.websocketexporter.architecture.violations.engine.hold;

import dev.websocketexporter.architecture.violations.engine.values.UsesResolve;

/** Breaks: engine.hold does not use engine.values. */
public record UsesValues(Class<?> other) {
    static Class<?> use() {
        return UsesResolve.class;
    }
}
