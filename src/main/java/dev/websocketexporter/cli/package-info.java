/**
 * The commands of a terminal: one probe, some, or a diagnosis, without a server. Each reads its words, probes through the port
 * {@code Prober}, and shows results as they come. Nothing here knows the engine, HTTP endpoints or the exporter's own metrics,
 * so that nothing of those is loaded for a command.
 */
@NullMarked
package dev.websocketexporter.cli;

import org.jspecify.annotations.NullMarked;
