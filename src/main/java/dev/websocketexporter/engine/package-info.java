/**
 * The probe itself: the phases of a WebSocket connection on an event loop. The only room that knows Netty.
 *
 * <p>In: a {@code ProbeRequest}, by {@link NettyProber#start}. Out: a handle with two futures: the {@code
 * ProbeResult}, which never fails, since a failure is a result; and the moment when the probe's last socket is closed.
 * {@link NettyProber#hold} opens a connection in the same way, and reports to a listener what happens on it until it ends.
 *
 * <p>{@link ProbePhases} has the order of the protocol. {@link NettyProber} owns the event loops, the name servers, the executors
 * for slow
 * work and the caches (TLS contexts, verifications, OAuth2 tokens), and closes what holds threads, sockets or native
 * memory. A probe stays on one event loop from its first phase to its last, so that nothing of a probe is locked.
 * {@link WarmUp} probes the exporter's own server until the JVM is warm.
 *
 * <p>Nobody outside sees the inner packages. Below is what each of them uses; arrows to {@code run} and {@code loop},
 * which nearly all have, are left out:
 *
 * <pre>{@code
 *   NettyProber, WarmUp     ->  all of them
 *     auth                  ->  route, values
 *       route               ->  resolve, connect, proxy, tls
 *         connect           ->  resolve
 *         proxy             ->  tls, values
 *     upgrade               ->  session, frames, values
 *     conversation          ->  session, frames, values
 *     hold                  ->  session, frames
 *       session             ->  frames
 *     warmup                ->  tls
 *         tls               ->  values
 *           values, resolve, frames  ->  run  ->  loop
 * }</pre>
 *
 * <p>{@code ArchitectureRules} in the tests has the same arrows, and fails on any other.
 */
@NullMarked
package dev.websocketexporter.engine;

import org.jspecify.annotations.NullMarked;
