package dev.websocketexporter.architecture.violations.engine.http;

import dev.websocketexporter.architecture.violations.engine.tls.UsesProxy;

/** Breaks: engine.http does not use engine.tls. */
public record UsesTls(Class<?> other) {
    static Class<?> use() {
        return UsesProxy.class;
    }
}
