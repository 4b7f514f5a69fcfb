package dev.websocketexporter.architecture.violations.engine.tls;

import dev.websocketexporter.architecture.violations.engine.proxy.UsesRoute;

/** Breaks: engine.tls does not use engine.proxy; closes a circle of packages. */
public record UsesProxy(Class<?> other) {
    static Class<?> use() {
        return UsesRoute.class;
    }
}
