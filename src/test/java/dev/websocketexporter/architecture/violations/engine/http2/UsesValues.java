package dev.websocketexporter.architecture.violations.engine.http2;

import dev.websocketexporter.architecture.violations.engine.values.UsesResolve;

/** Breaks: engine.http2 does not use engine.values. */
public record UsesValues(Class<?> other) {
    static Class<?> use() {
        return UsesResolve.class;
    }
}
