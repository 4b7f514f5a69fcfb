package dev.websocketexporter.architecture.violations.engine.upgrade;

import dev.websocketexporter.architecture.violations.engine.conversation.UsesWarmup;

/** Breaks: engine.upgrade does not use engine.conversation; closes a circle of packages. */
public record UsesConversation(Class<?> other) {
    static Class<?> use() {
        return UsesWarmup.class;
    }
}
