/** A server of the exporter's own that the warm-up probes. */
@NullMarked
package dev.websocketexporter.engine.warmup;

import org.jspecify.annotations.NullMarked;
