/**
 * The probe itself: the phases of a WebSocket connection on an event loop. The only room that knows Netty.
 *
 * <p>In: a {@code ProbeRequest}, by {@link NettyProber#start}. Out: a handle with two futures: the {@code
 * ProbeResult}, which never fails, since a failure is a result; and the moment when the probe's last socket is closed.
 *
 * <p>{@link NettyProber} has the order of the protocol. It owns the event loops, the pool for slow work and the caches
 * (TLS contexts, verifications, OAuth2 tokens), and closes them. A probe stays on one event loop from its first phase
 * to its last, so that nothing of a probe is locked. {@link WarmUp} probes the exporter's own server until the JVM is
 * warm.
 *
 * <p>Nobody outside sees the inner packages. Each uses only packages below it:
 *
 * <pre>{@code
 *                      warmup
 *                         |
 *            NettyProber, EngineSettings, WarmUp
 *                         |
 *                       auth
 *                         |
 *                       route
 *          +--------------+---------------+
 *       upgrade     conversation        proxy
 *          |     \        |               |   \
 *          |      session-+              tls   connect
 *          |          |                   |      |
 *          +------> frames              values  resolve
 *                     +---------+---------+------+
 *                              run
 *                               |
 *                             loop
 * }</pre>
 *
 * <p>The rules of {@code ArchitectureRules} in the tests are this drawing, and fail on an arrow that it does not have.
 */
@NullMarked
package dev.websocketexporter.engine;

import org.jspecify.annotations.NullMarked;
