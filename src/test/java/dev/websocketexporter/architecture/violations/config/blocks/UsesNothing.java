package dev.websocketexporter.architecture.violations.config.blocks;

/** Allowed: uses nothing; the others must not use it. */
public record UsesNothing() {}
