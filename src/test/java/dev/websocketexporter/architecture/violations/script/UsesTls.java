package dev.websocketexporter.architecture.violations.script;

import dev.websocketexporter.architecture.violations.tls.UsesEngine;

/** Breaks: script uses only probe. */
public record UsesTls(UsesEngine room) {}
