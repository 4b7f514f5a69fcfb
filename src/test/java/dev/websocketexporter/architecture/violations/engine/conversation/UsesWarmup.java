package dev.websocketexporter.architecture.violations.engine.conversation;

import dev.websocketexporter.architecture.violations.engine.warmup.UsesValues;

/** Breaks: engine.conversation does not use engine.warmup; closes a circle of packages. */
public record UsesWarmup(Class<?> other) {
    static Class<?> use() {
        return UsesValues.class;
    }
}
