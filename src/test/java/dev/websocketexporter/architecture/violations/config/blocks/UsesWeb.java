package dev.websocketexporter.architecture.violations.config.blocks;

import dev.websocketexporter.architecture.violations.config.web.UsesNothing;

/** Breaks: config.blocks does not use config.web. */
public record UsesWeb(UsesNothing other) {}
