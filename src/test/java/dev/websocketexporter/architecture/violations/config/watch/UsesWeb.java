package dev.websocketexporter.architecture.violations.config.watch;

import dev.websocketexporter.architecture.violations.config.web.UsesNothing;

/** Breaks: config.watch does not use config.web. */
public record UsesWeb(UsesNothing other) {}
