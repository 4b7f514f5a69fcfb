package dev.websocketexporter.architecture.violations.engine.connect;

import dev.websocketexporter.architecture.violations.engine.tls.UsesProxy;

/** Breaks: engine.connect does not use engine.tls; closes a circle of packages. */
public record UsesTls(Class<?> other) {
    static Class<?> use() {
        return UsesProxy.class;
    }
}
