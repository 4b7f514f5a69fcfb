package dev.websocketexporter.architecture.violations.probe.target;

import dev.websocketexporter.architecture.violations.probe.module.UsesReport;

/** Breaks: probe.target does not use probe.module. */
public record UsesModule(UsesReport other) {}
