package dev.websocketexporter.architecture.violations.engine;

import dev.websocketexporter.architecture.violations.config.UsesServer;

/** Breaks: engine uses only probe and tls. */
public record UsesConfig(UsesServer room) {}
