package dev.websocketexporter.architecture.violations.server;

import dev.websocketexporter.architecture.violations.app.AsksForTheTime;

/** Breaks: nobody uses app. */
public record UsesApp(AsksForTheTime room) {}
