/**
 * A WebSocket server of the exporter's own, which the warm-up probes.
 *
 * <p>In: the transport and the TLS engine of the prober, and a throwaway identity. Out: two URLs on the loopback
 * interface, ws and wss. The server echoes text messages (RFC 6455), and answers pings and Closes.
 *
 * <p>It runs on a loop of its own, so that it takes no time from those of the probes. {@link LoopbackServer} owns the
 * loop and its TLS context and closes both. {@code WarmUp} in the package above decides what is probed and for how
 * long. The server is reachable from this machine only, while the warm-up lasts, and holds no secret.
 */
@NullMarked
package dev.websocketexporter.engine.warmup;

import org.jspecify.annotations.NullMarked;
