package dev.websocketexporter.architecture.violations.probe.value;

import dev.websocketexporter.architecture.violations.probe.target.UsesModule;

/** Breaks: probe.value does not use probe.target. */
public record UsesTarget(UsesModule other) {}
