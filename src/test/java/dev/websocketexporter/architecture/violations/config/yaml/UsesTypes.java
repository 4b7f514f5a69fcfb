package dev.websocketexporter.architecture.violations.config.yaml;

import dev.websocketexporter.architecture.violations.config.types.UsesBlocks;

/** Breaks: config.yaml does not use config.types. */
public record UsesTypes(UsesBlocks other) {}
