package dev.websocketexporter.architecture.violations.probe.report;

/** Allowed: uses nothing; the others must not use it. */
public record UsesNothing() {}
