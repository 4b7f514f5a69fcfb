package dev.websocketexporter.architecture.violations.engine.loop;

import dev.websocketexporter.architecture.violations.engine.run.UsesValues;

/** Breaks: engine.loop does not use engine.run; closes a circle of packages. */
public record UsesRun(Class<?> other) {
    static Class<?> use() {
        return UsesValues.class;
    }
}
