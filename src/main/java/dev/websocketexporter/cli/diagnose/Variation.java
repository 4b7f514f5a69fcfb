package dev.websocketexporter.cli.diagnose;

import dev.websocketexporter.probe.module.ProbeModule;

/**
 * The base with one thing changed.
 *
 * @param name in words, for the table
 * @param module the base's, changed
 */
public record Variation(Change change, String name, ProbeModule module) {}
