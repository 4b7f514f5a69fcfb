package dev.websocketexporter.architecture.violations.engine.frames;

import dev.websocketexporter.architecture.violations.engine.session.UsesUpgrade;

/** Breaks: engine.frames does not use engine.session; closes a circle of packages. */
public record UsesSession(Class<?> other) {
    static Class<?> use() {
        return UsesUpgrade.class;
    }
}
