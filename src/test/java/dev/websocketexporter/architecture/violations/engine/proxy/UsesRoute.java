package dev.websocketexporter.architecture.violations.engine.proxy;

import dev.websocketexporter.architecture.violations.engine.route.UsesAuth;

/** Breaks: engine.proxy does not use engine.route; closes a circle of packages. */
public record UsesRoute(Class<?> other) {
    static Class<?> use() {
        return UsesAuth.class;
    }
}
