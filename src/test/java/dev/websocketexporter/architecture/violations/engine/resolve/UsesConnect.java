package dev.websocketexporter.architecture.violations.engine.resolve;

import dev.websocketexporter.architecture.violations.engine.connect.UsesTls;

/** Breaks: engine.resolve does not use engine.connect; closes a circle of packages. */
public record UsesConnect(Class<?> other) {
    static Class<?> use() {
        return UsesTls.class;
    }
}
