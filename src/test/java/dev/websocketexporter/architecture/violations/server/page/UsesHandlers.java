package dev.websocketexporter.architecture.violations.server.page;

import dev.websocketexporter.architecture.violations.server.handlers.UsesNothing;

/** Breaks: server.page does not use server.handlers. */
public record UsesHandlers(UsesNothing other) {}
