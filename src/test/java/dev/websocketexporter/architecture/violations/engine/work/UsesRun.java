package dev.websocketexporter.architecture.violations.engine.work;

import dev.websocketexporter.architecture.violations.engine.run.UsesValues;

/** Breaks: engine.work does not use engine.run. */
public record UsesRun(Class<?> other) {
    static Class<?> use() {
        return UsesValues.class;
    }
}
