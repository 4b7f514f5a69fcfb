package dev.websocketexporter.architecture.violations.render;

import dev.websocketexporter.architecture.violations.tls.UsesEngine;

/** Breaks: render uses only probe. */
public record UsesTls(UsesEngine room) {}
