package dev.websocketexporter.architecture.violations.server.web;

import dev.websocketexporter.architecture.violations.server.handlers.UsesNothing;

/** Breaks: server.web does not use server.handlers. */
public record UsesHandlers(UsesNothing other) {}
