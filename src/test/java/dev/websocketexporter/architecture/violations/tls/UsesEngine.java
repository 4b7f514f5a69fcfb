package dev.websocketexporter.architecture.violations.tls;

import dev.websocketexporter.architecture.violations.engine.UsesConfig;

/** Breaks: tls uses only probe. */
public record UsesEngine(UsesConfig room) {}
