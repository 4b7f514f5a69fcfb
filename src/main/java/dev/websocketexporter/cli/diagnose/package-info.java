/**
 * What {@code diagnose} finds out: the variations of a probe, each with one thing changed, and what follows from their
 * results. Values and pure functions; nothing here probes, waits or prints.
 */
@NullMarked
package dev.websocketexporter.cli.diagnose;

import org.jspecify.annotations.NullMarked;
