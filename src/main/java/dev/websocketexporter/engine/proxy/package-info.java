/**
 * The phase proxy: asks a proxy for a connection to the target.
 *
 * <p>In: a TCP connection to the proxy. Out: nothing; the same channel now leads to the target.
 *
 * <pre>{@code
 *   http    CONNECT host:port, answer 2xx                (RFC 9110 9.3.6)
 *   https   TLS with the proxy, then as http
 *   socks5  methods, user name and password, CONNECT     (RFC 1928, RFC 1929)
 * }</pre>
 *
 * <p>The handlers of the proxy's protocol remove themselves when the tunnel is open. What follows the answer is the
 * target's; a {@code FlowControlHandler} keeps it for the next phase. Credentials are registered with the probe's log
 * before they are sent.
 *
 * <p>All failures here are those of the proxy ({@code proxy_refused}, {@code proxy_auth_required}, {@code
 * proxy_protocol_error}), also those of TLS with it; a proxy that cannot be looked up or dialled is {@code
 * proxy_unreachable}. A timeout stays one of the phase in which it happened.
 */
@NullMarked
package dev.websocketexporter.engine.proxy;

import org.jspecify.annotations.NullMarked;
