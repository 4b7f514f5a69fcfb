package dev.websocketexporter.architecture.violations.engine.values;

import dev.websocketexporter.architecture.violations.engine.resolve.UsesConnect;

/** Breaks: engine.values does not use engine.resolve; closes a circle of packages. */
public record UsesResolve(Class<?> other) {
    static Class<?> use() {
        return UsesConnect.class;
    }
}
