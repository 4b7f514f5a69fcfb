package dev.websocketexporter.architecture.violations.server.http;

import dev.websocketexporter.architecture.violations.server.recording.UsesHandlers;

/** Breaks: server.http does not use server.recording. */
public record UsesRecording(UsesHandlers other) {}
