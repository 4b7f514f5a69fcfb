package dev.websocketexporter.architecture.violations.config.targets;

import dev.websocketexporter.architecture.violations.config.web.UsesNothing;

/** Breaks: config.targets does not use config.web. */
public record UsesWeb(UsesNothing other) {}
