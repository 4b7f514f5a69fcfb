package dev.websocketexporter.architecture.violations.server.handlers;

/** Allowed: uses nothing; the others must not use it. */
public record UsesNothing() {}
