package dev.websocketexporter.architecture.violations.config.web;

/** Allowed: uses nothing; the others must not use it. */
public record UsesNothing() {}
