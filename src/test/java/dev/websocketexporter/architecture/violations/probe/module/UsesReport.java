package dev.websocketexporter.architecture.violations.probe.module;

import dev.websocketexporter.architecture.violations.probe.report.UsesNothing;

/** Breaks: probe.module does not use probe.report. */
public record UsesReport(UsesNothing other) {}
