package dev.websocketexporter.architecture.violations.server.api;

import dev.websocketexporter.architecture.violations.server.web.UsesHandlers;

/** Breaks: server.api does not use server.web. */
public record UsesWeb(UsesHandlers other) {}
