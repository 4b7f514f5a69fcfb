/**
 * The endpoints, one class each, and what only {@code /probe} needs: its parameters, its time budget, the gate that holds
 * probes back until the exporter is ready, and the limit of probes that run at once.
 *
 * <pre>
 *   GET /probe ── ProbeParameters ── ReadinessGate ── ConcurrencyLimiter ── Prober
 *                 400, 403           waits            503                      |
 *                                                     answer, metrics, history, log
 * </pre>
 *
 * <p>A handler never blocks a thread on a probe, a file or a client: it leaves a future with the framework.
 */
@NullMarked
package dev.websocketexporter.server.handlers;

import org.jspecify.annotations.NullMarked;
