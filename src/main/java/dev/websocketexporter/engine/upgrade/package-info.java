/**
 * The phase processing: the opening handshake (RFC 6455 §4).
 *
 * <p>In: {@code RequestFields}. Out: an {@code UpgradeAnswer}: a {@code Session}, a redirect to follow, a token that
 * the server refuses, or a refusal that the module counts as the success.
 *
 * <pre>{@code
 *   pipeline of this phase:  first | TLS | ResponseHeadGuard | HTTP codec | UpgradeHandler | last
 *   UpgradeRequest   a fresh nonce; the module's fields replace the exporter's
 *   ResponseHeadGuard   is it HTTP, from the first byte on, and not too large
 *   UpgradeHandler   1xx responses are passed over (100, 102, 103)
 *   UpgradeResponse  the checks, in this order; the first that fails counts:
 *                    status, Upgrade, Connection, Sec-WebSocket-Accept, subprotocol, extensions, the module's header rules
 * }</pre>
 *
 * <p>If the status is not one that the module accepts, a redirect is followed first (RFC 9110 §15.4; not from wss to
 * ws, ten at most), then a 401 with a token from the cache asks for a new one; only then is the response a failure.
 *
 * <p>On a valid 101 the HTTP handlers are replaced by those of {@code session} within the same read: frames may follow
 * the response in the same packet, and removing the codec passes them on. The phase takes from the system call that
 * sends the request to the tick at which the loop woke to the response.
 */
@NullMarked
package dev.websocketexporter.engine.upgrade;

import org.jspecify.annotations.NullMarked;
