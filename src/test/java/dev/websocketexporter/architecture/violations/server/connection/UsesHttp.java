package dev.websocketexporter.architecture.violations.server.connection;

import dev.websocketexporter.architecture.violations.server.http.UsesRecording;

/** Breaks: server.connection does not use server.http. */
public record UsesHttp(UsesRecording other) {}
