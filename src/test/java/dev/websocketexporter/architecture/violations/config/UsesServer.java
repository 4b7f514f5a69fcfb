package dev.websocketexporter.architecture.violations.config;

import dev.websocketexporter.architecture.violations.server.UsesApp;

/** Breaks: config uses only probe and tls. */
public record UsesServer(UsesApp room) {}
