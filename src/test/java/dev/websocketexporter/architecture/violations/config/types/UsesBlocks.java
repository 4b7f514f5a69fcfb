package dev.websocketexporter.architecture.violations.config.types;

import dev.websocketexporter.architecture.violations.config.blocks.UsesWeb;

/** Breaks: config.types does not use config.blocks. */
public record UsesBlocks(UsesWeb other) {}
