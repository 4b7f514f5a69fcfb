package dev.websocketexporter.architecture.violations.engine.session;

import dev.websocketexporter.architecture.violations.engine.upgrade.UsesConversation;

/** Breaks: engine.session does not use engine.upgrade; closes a circle of packages. */
public record UsesUpgrade(Class<?> other) {
    static Class<?> use() {
        return UsesConversation.class;
    }
}
