package dev.websocketexporter.architecture.violations.engine.crl;

import dev.websocketexporter.architecture.violations.engine.auth.UsesFrames;

/** Breaks: engine.crl does not use engine.auth. */
public record UsesAuth(Class<?> other) {
    static Class<?> use() {
        return UsesFrames.class;
    }
}
