package dev.websocketexporter.architecture.violations.watch;

import dev.websocketexporter.architecture.violations.tls.UsesEngine;

/** Breaks: watch uses only probe. */
public record UsesTls(UsesEngine room) {}
