package dev.websocketexporter.architecture.violations.engine.auth;

import dev.websocketexporter.architecture.violations.engine.frames.UsesSession;

/** Breaks: engine.auth does not use engine.frames; closes a circle of packages. */
public record UsesFrames(Class<?> other) {
    static Class<?> use() {
        return UsesSession.class;
    }
}
