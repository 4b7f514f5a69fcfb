package dev.websocketexporter.architecture.violations.server.recording;

import dev.websocketexporter.architecture.violations.server.handlers.UsesNothing;

/** Breaks: server.recording does not use server.handlers. */
public record UsesHandlers(UsesNothing other) {}
