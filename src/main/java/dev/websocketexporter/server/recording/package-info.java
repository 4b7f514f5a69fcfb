/**
 * What the exporter remembers of probes that have ended: it counts them ({@link
 * dev.websocketexporter.server.recording.ExporterMetrics}), keeps the last ones ({@link
 * dev.websocketexporter.server.recording.History}), and writes what changed to the log ({@link
 * dev.websocketexporter.server.recording.ProbeLogWriter}). In: a result. None of the three blocks the caller; what would (a log
 * whose reader has stopped) runs on the pool that the caller passes.
 */
@NullMarked
package dev.websocketexporter.server.recording;

import org.jspecify.annotations.NullMarked;
