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
 * <p>Nobody outside sees the inner packages. Each uses only packages in the lines below its own:
 *
 * <pre>{@code
 *   NettyProber, EngineSettings, WarmUp
 *
 *   auth                    upgrade   conversation        warmup
 *   route                        session
 *   proxy     connect            frames
 *   tls       resolve
 *   values
 *   run
 *   loop
 * }</pre>
 *
 * <p>{@code docs/architecture.md} has the arrows. They are drawn from the rules of {@code ArchitectureRules} in the
 * tests, which fail on an arrow that is not allowed.
 */
@NullMarked
package dev.websocketexporter.engine;

import org.jspecify.annotations.NullMarked;
