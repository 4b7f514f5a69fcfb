package dev.websocketexporter.architecture.violations.server.handlers;

import dev.websocketexporter.architecture.violations.server.web.UsesHandlers;

/** Breaks: server.handlers does not use server.web. */
public record UsesWeb(UsesHandlers other) {}
