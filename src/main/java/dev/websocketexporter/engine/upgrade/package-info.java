/**
 * The phase processing: the opening handshake (RFC 6455 §4).
 *
 * <p>In: {@code RequestFields}. Out: an {@code UpgradeAnswer}: a {@code Session}, a redirect to follow, a token that
 * the server refuses, or a refusal that the module counts as the success.
 *
 * <pre>{@code
 *   pipeline of this phase:  first | TLS | FlowControlHandler (keeps what came early) |
 *                           request encoder | ResponseHeadDecoder | UpgradeHandler | last
 *   UpgradeRequest   a fresh nonce; the module's fields replace the exporter's
 *   ResponseHeadDecoder  (package http) the status line as soon as it is complete, then the head
 *   UpgradeHandler   notes the status; 1xx responses except 101 are passed over
 *   UpgradeResponse  the checks, in this order; the first that fails counts:
 *                    status, Upgrade, Connection, Sec-WebSocket-Accept, subprotocol, extensions, the module's header rules
 *   RefusalHandler   (package http) takes the place of UpgradeHandler for any other status than 101: waits for the body
 * }</pre>
 *
 * <p>If the status is not one that the module accepts, a redirect is followed first (RFC 9110 §15.4; not from wss to
 * ws, ten at most), then a 401 with a token from the cache asks for a new one; only then is the response a failure.
 *
 * <p>A refusal is judged by its head, and the phase ends with its head. The body only adds words to the failure: it is
 * awaited for at most a quarter of a second and never until the deadline, and that time is neither the phase's nor the
 * exporter's overhead ({@code PhaseContext.setAside}).
 *
 * <p>On a valid 101 the HTTP handlers are replaced by those of {@code session} within the same read: frames may follow
 * the response in the same packet, and removing the decoder passes them on. The phase takes from the system call that
 * sends the request to the tick at which the loop woke to the response.
 */
@NullMarked
package dev.websocketexporter.engine.upgrade;

import org.jspecify.annotations.NullMarked;
