package dev.websocketexporter.architecture.violations.engine.route;

import dev.websocketexporter.architecture.violations.engine.auth.UsesFrames;

/** Breaks: engine.route does not use engine.auth; closes a circle of packages. */
public record UsesAuth(Class<?> other) {
    static Class<?> use() {
        return UsesFrames.class;
    }
}
